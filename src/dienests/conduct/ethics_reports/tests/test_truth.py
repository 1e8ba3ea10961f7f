"""Who sees what: no employee another's report, no office of the other institution anything, no office too early."""

import pytest

from dienests.conduct.ethics_reports.procedure import EthicsReports
from dienests.conduct.ethics_reports.tests.given import AT, House, act, away, begin, heard, proposed, record_of, report
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.reading import may_know_opener, readable, why
from dienests.kernel.cases.sight import visible

SEALED = {"account", "about", "ground", "tried", "reasoning", "party", "earlier", "adviser"}
TYPED = {"reason", "account", "about", "ground", "tried", "reasoning"}


def sees(house: House, who: str, case: Case) -> bool:
    """Say whether a person sees a case, in any list."""
    return visible(house.actor(who)).filter(pk=case.pk).exists()


def reads(house: House, who: str, case: Case) -> frozenset[str]:
    """Return the fields that a person reads in a case."""
    fresh = Case.objects.get(pk=case.pk)
    return readable(house.actor(who), EthicsReports, fresh, record_of(case), AT)


def knows_who(house: House, who: str, case: Case) -> bool:
    """Say whether a person is told who reported."""
    return may_know_opener(house.actor(who), EthicsReports, Case.objects.get(pk=case.pk))


def all_stages(house: House) -> dict[str, Case]:
    """Return one report of a breach in each stage, and a proposal among the quarter's."""
    breach_case = act(house, proposed(house), "Vilma", "open_case", reasons="It is grave.")
    informing = act(house, heard(house), "Aivis", "dismiss", result="No breach was found.")
    sent = act(house, heard(house), "Aivis", "dismiss", result="No breach was found.")
    return {
        "received": report(house),
        "hearing": heard(house),
        "proposed": proposed(house),
        "in_breach_case": breach_case,
        "collected": act(house, report(house, reason="proposal"), "Aivis", "collect"),
        "informing": informing,
        "answered": act(house, sent, "Ojars", "inform", message="No breach was found."),
    }


def test_the_cases_of_this_file_stand_in_every_stage(house: House) -> None:
    assert {name: case.stage for name, case in all_stages(house).items()} == {n: n for n in EthicsReports.stages}


def test_no_employee_sees_anothers_report_in_any_stage(house: House) -> None:
    for stage, case in all_stages(house).items():
        for who in ("Erika", "Peteris", "Ilga"):
            assert not sees(house, who, case), (who, stage)
            assert reads(house, who, case) == frozenset(), (who, stage)
            assert not knows_who(house, who, case), (who, stage)
        assert sees(house, "Jekabs", case), stage


def test_no_office_of_the_other_institution_sees_anything(house: House, other: House) -> None:
    cases = all_stages(house)
    for who in other.people:
        actor = other.actor(who)
        assert not visible(actor).exists(), who
        assert not inbox(actor).exists(), who
        for case in cases.values():
            assert readable(actor, EthicsReports, case, record_of(case), AT) == frozenset(), who
            assert why(actor, EthicsReports, case, AT) == []


def test_a_mandate_in_both_institutions_shows_only_the_own_cases_of_each(house: House, other: House) -> None:
    theirs = begin(other, "Biruta", "submit", reason="advice", account="May I?")
    ours = report(house)
    assert sees(other, "Valts", theirs)
    assert not sees(other, "Valts", ours)
    assert not sees(house, "Aivis", theirs)


@pytest.mark.parametrize(
    ("who", "stages"),
    [
        ("Vilma", {"proposed", "in_breach_case"}),
        ("Ojars", {"informing", "answered"}),
        ("Liva", {"hearing", "proposed", "in_breach_case", "collected", "informing", "answered"}),
        ("Aivis", set(EthicsReports.stages)),
        ("Mara", {"hearing", "proposed", "in_breach_case", "collected", "informing", "answered"}),
    ],
)
def test_an_office_sees_a_case_from_its_own_stage_on(house: House, who: str, stages: set[str]) -> None:
    assert {stage for stage, case in all_stages(house).items() if sees(house, who, case)} == stages


def test_E31_the_deputy_sees_a_new_message_only_while_the_chair_is_absent(house: House) -> None:
    case = report(house)
    assert not sees(house, "Mara", case)
    assert not inbox(house.actor("Mara")).exists()
    away(house, "Aivis")
    assert sees(house, "Mara", case)
    assert list(inbox(house.actor("Mara"))) == [case]
    assert reads(house, "Mara", case) >= SEALED
    assert [reason.stands_in for reason in why(house.actor("Mara"), EthicsReports, case, AT)] == [True]


def test_sealed_fields_are_read_by_the_opener_the_chair_and_the_commission_from_the_sitting_on(house: House) -> None:
    readers = {
        stage: {who for who in house.people if reads(house, who, case) & SEALED}
        for stage, case in all_stages(house).items()
    }
    commission = {"Jekabs", "Aivis", "Mara", "Liva"}
    assert readers.pop("received") == {"Jekabs", "Aivis"}
    assert all(who == commission for who in readers.values()), readers


def test_the_opener_reads_what_was_typed_and_what_was_answered(house: House) -> None:
    case = all_stages(house)["answered"]
    assert reads(house, "Jekabs", case) >= TYPED | {"result", "message", "answer"}
    assert not reads(house, "Jekabs", case) & {"proposal", "reasons"}, "the proposal is the head's to read"


def test_the_head_reads_the_proposal_and_no_sealed_field(house: House) -> None:
    case = proposed(house)
    assert "proposal" in reads(house, "Vilma", case)
    assert not reads(house, "Vilma", case) & SEALED
    assert not knows_who(house, "Vilma", case)


def test_personnel_writes_the_letter_without_knowing_to_whom_or_about_whom(house: House) -> None:
    case = all_stages(house)["informing"]
    assert reads(house, "Ojars", case) >= {"result", "message"}
    assert not reads(house, "Ojars", case) & (SEALED | {"proposal", "answer"})
    assert not knows_who(house, "Ojars", case)


def test_the_reporter_is_known_to_the_chair_and_the_commission_alone(house: House) -> None:
    case = all_stages(house)["answered"]
    assert {who for who in house.people if knows_who(house, who, case)} == {"Jekabs", "Aivis", "Mara", "Liva"}


def test_a_manager_sees_only_the_dispute_that_he_brought(house: House) -> None:
    brought = begin(house, "Ilga", "bring", party=house["Jekabs"], account="They do not talk.", tried="Three talks.")
    assert {case.pk for case in visible(house.actor("Ilga"))} == {brought.pk}
    assert not sees(house, "Jekabs", brought), "the person in the dispute is no party of the message"


def test_nobody_without_an_account_or_office_sees_anything(house: House) -> None:
    report(house)
    assert not visible(None).exists()
    assert not inbox(None).exists()
