"""Each row of the requirements through the engine, one test or more with its id."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from dienests.conduct.ethics_reports.models import EthicsReport, Reason
from dienests.conduct.ethics_reports.procedure import EthicsReports
from dienests.conduct.ethics_reports.tests.given import (
    AT,
    SINCE,
    TODAY,
    House,
    act,
    appoint_to,
    away,
    begin,
    heard,
    proposed,
    record_of,
    report,
    with_sittings_within,
)
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.verbs import todo
from dienests.kernel.letters.models import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.absences import return_from_absence
from dienests.kernel.procedures.refusals import Refusal

SOON = TODAY + timedelta(days=9)


def allowed(house: House, case: Case, who: str) -> list[str]:
    """Return what a person may do in a case now."""
    found = todo(case, record_of(case), house.actor(who), at=AT)
    return [possible.action.name for possible in found if possible.allowed]


def last_event(case: Case) -> Event:
    """Return the last event of a case."""
    return Event.objects.filter(stream=case.pk).latest("position")


def test_E06_a_report_needs_no_norm_and_may_cite_generally_accepted_conduct(house: House) -> None:
    assert record_of(report(house)).ground == ""
    assert record_of(report(house, ground="6")).ground == "6"
    with pytest.raises(Refusal) as refused:
        report(house, ground="14.8")
    assert set(refused.value.fields) == {"ground"}


def test_E09_an_employee_says_what_was_tried_before_the_commission_is_asked(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        report(house, reason="dispute", tried="")
    assert set(refused.value.fields) == {"tried"}
    assert Case.objects.count() == 0
    assert report(house, reason="dispute").stage == "received"


def test_E09_the_direct_manager_may_bring_a_dispute_of_the_own_staff(house: House) -> None:
    case = begin(house, "Ilga", "bring", party=house["Jekabs"], account="They do not talk.", tried="Three talks.")
    assert record_of(case).reason == Reason.DISPUTE
    assert allowed(house, case, "Aivis") == ["promise", "advise", "consult"]


def test_E09_nobody_else_brings_a_dispute(house: House) -> None:
    for who in ("Peteris", "Vilma", "Jekabs"):
        with pytest.raises(Refusal) as refused:
            begin(house, who, "bring", party=house["Jekabs"], account="They do not talk.", tried="Three talks.")
        assert "8" in refused.value.basis.addresses
    assert Case.objects.count() == 0


def test_E14_a_person_is_named_only_in_a_report_of_a_breach(house: House) -> None:
    for reason in ("advice", "dispute", "proposal"):
        with pytest.raises(Refusal) as refused:
            report(house, reason=reason, about=house["Peteris"].pk, tried="", reasoning="")
        assert "about" in refused.value.fields


def test_E14_what_nobody_asked_for_is_refused(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        begin(house, "Jekabs", "submit", reason="advice", account="May I?", answer="Yes.")
    assert set(refused.value.fields) == {"answer"}


@pytest.mark.parametrize("reason", list(Reason))
def test_E15_E32_an_employee_may_send_each_of_the_four_kinds(house: House, reason: str) -> None:
    case = report(house, reason=reason)
    assert (case.stage, case.turn, record_of(case).reason) == ("received", "ethics-chair", reason)
    assert last_event(case).basis.startswith("vpd-ethics-code-2026:20,21,23,12.4.1")


def test_E32_there_is_no_fifth_kind(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        report(house, reason="gossip")
    assert set(refused.value.fields) == {"reason"}


def test_E32_a_proposal_needs_its_reasoning(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        report(house, reason="proposal", reasoning="  ")
    assert set(refused.value.fields) == {"reasoning"}
    assert report(house, reason="proposal").stage == "received"


def test_E28_the_promised_day_becomes_the_deadline_and_may_be_renewed(house: House) -> None:
    case = act(house, report(house, reason="advice"), "Aivis", "promise", answer_promised=SOON)
    assert (case.stage, case.due) == ("received", SOON)
    later = SOON + timedelta(days=5)
    case = act(house, case, "Aivis", "promise", answer_promised=later)
    assert case.due == later
    case = act(house, case, "Aivis", "advise", answer="Do not accept it.")
    assert (case.stage, case.due) == ("answered", None)


def test_E28_a_day_that_has_passed_cannot_be_promised(house: House) -> None:
    case = report(house, reason="advice")
    with pytest.raises(Refusal) as refused:
        act(house, case, "Aivis", "promise", answer_promised=TODAY - timedelta(days=1))
    assert set(refused.value.fields) == {"answer_promised"}
    assert act(house, case, "Aivis", "promise", answer_promised=TODAY).due == TODAY


def test_E28_a_broken_promise_stays_overdue_until_the_answer(house: House) -> None:
    case = act(house, report(house, reason="advice"), "Aivis", "promise", answer_promised=TODAY)
    act(house, case, "Aivis", "advise", days=3, answer="Do not accept it.")
    run = case.term_runs.get()
    assert run.late
    assert (run.due, run.stopped_on) == (TODAY, TODAY + timedelta(days=3))


def test_E31_only_the_chair_handles_a_message(house: House) -> None:
    case = report(house, reason="advice")
    for who in ("Mara", "Liva", "Vilma", "Ojars", "Ilga", "Jekabs", "Peteris"):
        assert allowed(house, case, who) == [], who
        with pytest.raises(Refusal):
            act(house, case, who, "advise", answer="Yes.")
    assert allowed(house, case, "Aivis") == ["promise", "advise", "consult"]


def test_E31_the_deputy_acts_only_while_the_chair_is_marked_absent(house: House) -> None:
    case = report(house, reason="advice")
    absence = away(house, "Aivis")
    assert Event.objects.filter(stream=absence.pk, act="absent").exists(), "the absence is dated and logged"
    case = act(house, case, "Mara", "promise", answer_promised=SOON)
    event = last_event(case)
    assert event.payload["stands_in_for"] == "ethics-chair"
    assert event.mandate == house["Mara"].mandates.get(office__slug="ethics-deputy-chair").pk
    return_from_absence(absence=absence, on=TODAY + timedelta(days=1), basis="order 2", by=SYSTEM, at=AT)
    with pytest.raises(Refusal):
        act(house, case, "Mara", "advise", days=1, answer="Yes.")


def test_E33_the_reporter_is_never_the_one_reported_on(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        report(house, "Jekabs", about=house["Jekabs"])
    assert refused.value.basis.addresses == ("24",)
    assert set(refused.value.fields) == {"about"}, "the form shows it where it was typed"
    assert Case.objects.count() == 0


@pytest.mark.parametrize("reason", list(Reason))
def test_E33_a_reprisal_is_reported_with_the_earlier_message_of_any_kind(house: House, reason: str) -> None:
    earlier = report(house, reason=reason)
    case = begin(house, "Jekabs", "complain", earlier=earlier, about=house["Ilga"], account="My shifts are gone.")
    record = record_of(case)
    assert (record.reason, record.earlier_id) == (Reason.BREACH, earlier.pk)
    assert allowed(house, case, "Aivis") == ["convene"], "a reprisal is a breach: it goes to a sitting"


def test_E33_only_an_own_message_is_protected_by_a_complaint(house: House) -> None:
    elses = report(house, "Erika")
    for earlier in (elses.pk, uuid4()):
        with pytest.raises(Refusal) as refused:
            begin(house, "Jekabs", "complain", earlier=earlier, about=house["Ilga"], account="My shifts are gone.")
        assert set(refused.value.fields) == {"earlier"}


def test_E34_a_named_breach_goes_to_a_sitting_with_its_term(house: House) -> None:
    with_sittings_within(house, "working_days:10")
    case = heard(house)
    assert (case.stage, case.turn) == ("hearing", "ethics-chair")
    assert case.due == date(2026, 11, 16)
    for name in ("advise", "collect", "consult", "promise"):
        with pytest.raises(Refusal):
            act(house, report(house), "Aivis", name, answer="No.")


def test_E34_without_by_laws_a_sitting_has_no_due_day(house: House) -> None:
    case = heard(house)
    assert (case.due, case.term_runs.get().value) == (None, "")


def test_E34_other_matters_come_to_a_sitting_on_a_proposal_of_an_adviser(house: House) -> None:
    for reason in ("advice", "dispute", "proposal"):
        case = act(house, report(house, reason=reason), "Aivis", "consult", adviser=house["Liva"])
        assert case.stage == "hearing"
        assert act(house, case, "Aivis", "settle", answer="Agreed.").stage == "answered"


def test_E34_every_member_of_the_commission_is_an_adviser_and_nobody_else(house: House, other: House) -> None:
    case = report(house, reason="advice")
    for stranger in (house["Vilma"], house["Peteris"], other["Valts"]):
        with pytest.raises(Refusal) as refused:
            act(house, case, "Aivis", "consult", adviser=stranger)
        assert set(refused.value.fields) == {"adviser"}
    assert act(house, case, "Aivis", "consult", adviser=house["Mara"]).stage == "hearing"


def test_E34_only_an_employee_of_the_same_institution_is_reported_on(house: House, other: House) -> None:
    for stranger in (other["Biruta"].pk, uuid4()):
        with pytest.raises(Refusal) as refused:
            report(house, about=stranger)
        assert set(refused.value.fields) == {"about"}
    with pytest.raises(Refusal) as refused:
        report(house, about="")
    assert set(refused.value.fields) == {"about"}


def test_E36_the_head_opens_or_does_not_open_a_case_with_reasons(house: House) -> None:
    case = proposed(house)
    assert case.turn == "head"
    assert allowed(house, case, "Vilma") == ["open_case", "decline_case"]
    for name in ("open_case", "decline_case"):
        with pytest.raises(Refusal) as refused:
            act(house, case, "Vilma", name)
        assert set(refused.value.fields) == {"reasons"}
    assert act(house, case, "Vilma", "decline_case", reasons="The error was mended.").stage == "informing"
    assert act(house, proposed(house), "Vilma", "open_case", reasons="It is grave.").stage == "in_breach_case"


def test_E36_without_a_proposal_of_the_commission_the_head_opens_nothing(house: House) -> None:
    for case in (report(house), heard(house)):
        with pytest.raises(Refusal):
            act(house, case, "Vilma", "open_case", reasons="I want to.")


def test_E37_the_breach_case_carries_the_name_and_ends_the_wait_above(house: House) -> None:
    case = act(house, proposed(house), "Vilma", "open_case", reasons="It is grave.")
    breach = case.children.get()
    assert (breach.procedure, breach.stage, breach.due) == ("ethics-case", "examined", None)
    with pytest.raises(Refusal):
        act(house, case, "Ojars", "inform", message="Decided.")
    act(house, breach, "Aivis", "decide", finding="none", grounds="The witnesses differ.")
    assert Case.objects.get(pk=case.pk).stage == "informing"


def test_E38_the_reporter_of_a_breach_gets_a_letter_drafted_by_personnel(house: House) -> None:
    case = act(house, heard(house), "Aivis", "dismiss", result="No breach was found.")
    assert (case.stage, case.turn) == ("informing", "personnel")
    for who in ("Aivis", "Vilma"):
        assert allowed(house, case, who) == []
    case = act(house, case, "Ojars", "inform", message="The Commission found no breach.")
    letter = Letter.objects.get()
    assert (case.stage, letter.case_id, letter.slug) == ("answered", case.pk, "outcome")
    assert letter.participant.person_id == house["Jekabs"].pk
    assert "The Commission found no breach." in letter.html


def test_E38_advice_and_proposals_send_no_letter(house: House) -> None:
    act(house, report(house, reason="advice"), "Aivis", "advise", answer="Do not accept it.")
    collected = act(house, report(house, reason="proposal"), "Aivis", "collect")
    act(house, collected, "Aivis", "weigh", answer="Taken over.")
    assert not Letter.objects.exists()


def test_E39_the_chair_collects_proposals_and_the_quarter_is_their_deadline(house: House) -> None:
    case = act(house, report(house, reason="proposal"), "Aivis", "collect")
    assert (case.stage, case.due) == ("collected", date(2027, 1, 4)), "31 December and the days after it are off"
    case = act(house, case, "Aivis", "weigh", days=20)
    assert (case.stage, case.due) == ("answered", None)


def test_E39_only_proposals_are_collected(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        act(house, report(house, reason="advice"), "Aivis", "collect")
    assert refused.value.kind == "condition"


def test_p26_a_report_about_the_head_goes_to_the_superior_institution(house: House) -> None:
    case = heard(house, about=house["Vilma"])
    assert allowed(house, case, "Aivis") == ["dismiss", "refer"]
    case = act(house, case, "Aivis", "refer", proposal="Point 14.10.", result="Handed over.")
    assert case.stage == "informing"
    assert allowed(house, heard(house), "Aivis") == ["dismiss", "propose"]


def test_p28_nobody_writes_the_letter_about_himself(house: House) -> None:
    case = act(house, heard(house, about=house["Ojars"]), "Aivis", "dismiss", result="No breach was found.")
    assert allowed(house, case, "Ojars") == []
    assert allowed(house, case, "Aivis") == ["inform_instead"]
    assert act(house, case, "Aivis", "inform_instead", message="No breach was found.").stage == "answered"


def test_p28_a_second_official_of_personnel_may_write_it_too(house: House) -> None:
    appoint_to(house, "Erika", "personnel", start=SINCE)
    case = act(house, heard(house, about=house["Ojars"]), "Aivis", "dismiss", result="No breach was found.")
    assert allowed(house, case, "Erika") == ["inform"]


def test_the_log_holds_no_word_of_a_report(house: House) -> None:
    canary = "heliotrope"
    case = report(house, account=canary, ground="13.3")
    case = act(house, act(house, case, "Aivis", "convene"), "Aivis", "dismiss", result=canary)
    act(house, case, "Ojars", "inform", message=canary)
    kept = str(list(Event.objects.values_list("payload", flat=True)))
    assert canary not in kept
    assert str(house["Peteris"].pk) not in str(
        list(Event.objects.filter(stream=case.pk).values_list("payload", flat=True))
    )
    assert EthicsReport.objects.get(pk=case.pk).account == canary


def test_the_machine_alone_concludes(house: House) -> None:
    case = act(house, proposed(house), "Vilma", "open_case", reasons="It is grave.")
    for who in ("Aivis", "Vilma", "Ojars"):
        with pytest.raises(Refusal):
            act(house, case, who, "conclude")
    assert "conclude" in EthicsReports.actions
