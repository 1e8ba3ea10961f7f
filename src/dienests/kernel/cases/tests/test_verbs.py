"""The verbs carry out what a declaration says, and every refusal says who may, what is missing, and which paragraph."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.models import Line, Matter
from dienests.kernel.cases.tests.house.people import House, declared, later
from dienests.kernel.cases.tests.house.playing import SHORT, act, day, long_visit, record_of, visit, visit_at
from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2
from dienests.kernel.cases.verbs import perform, start, todo
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.parties.managers import direct_manager
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db


def events(case: Case) -> list[Event]:
    return list(Event.objects.filter(stream=case.pk).order_by("position"))


def refused(kind: str, *paragraphs: str) -> Any:
    """Expect a refusal of a kind that rests on these paragraphs."""
    return pytest.raises(Refusal, check=lambda no: no.kind == kind and no.basis and no.basis.addresses == paragraphs)


def allowed(house: House, case: Case, who: str, hours: float = 1) -> set[str]:
    return {
        each.action.name
        for each in todo(case, record_of(case), house.actor(who, later(hours)), at=later(hours))
        if each.allowed
    }


def test_a_start_opens_a_case_with_number_record_participant_and_event(house: House) -> None:
    case = visit(house)
    assert (case.number, case.stage, case.turn, case.revision) == ("HV-2026-0001", "asked", "warden", 1)
    assert (case.unit, case.opener_id) == (house.units["north"], house.people["anna"].pk)
    assert visit(house).number == "HV-2026-0002"
    participant = case.participants.get()
    (event,) = events(case)
    assert (participant.role, participant.person_id) == ("guest", house.people["anna"].pk)
    assert (event.participant, event.mandate) == (participant.pk, None), "a private person, not the office"
    assert (event.act, event.from_state, event.to_state) == ("ask", "", "asked")
    assert event.basis == "vpd-ethics-code-2026:20,21"
    assert event.version == "house-visit:1"
    assert bytes(case.leaf) == bytes(event.leaf)


def test_numbers_have_no_gaps(house: House) -> None:
    visit(house)
    with refused("fields", "20", "21"):
        visit(house, reason="")
    assert visit(house).number == "HV-2026-0002"


def test_an_official_opens_a_case_under_the_mandate(house: House) -> None:
    karl = house.actor("karl")
    case = start(procedure=Visits, action="register", actor=karl, at=later(0), fields={"reason": "a rest"})
    assert events(case)[0].mandate == karl.offices[0].mandate
    assert not case.participants.exists()
    assert record_of(case).kind == "short", "the act itself sets it"


def test_only_who_fills_the_role_opens(house: House) -> None:
    with refused("right", "20"):
        start(procedure=Visits, action="register", actor=house.actor("anna"), at=later(0), fields={"reason": "a rest"})
    with refused("right", "8"):
        start(
            procedure=Visits, action="bring", actor=house.actor("anna"), at=later(0),
            fields={"reason": "a rest", "guest": house.people["dace"].pk},
        )  # fmt: skip
    with pytest.raises(Refusal, match="opens no case"):
        start(procedure=Visits, action="admit", actor=house.actor("walter"), at=later(0))


def test_a_manager_opens_for_the_own_people(house: House) -> None:
    manager = direct_manager(house.people["anna"].pk, house.institution.pk, day(0))
    assert manager == house.people["cilda"]
    fields = {"reason": "a rest", "guest": house.people["anna"].pk}
    case = start(procedure=Visits, action="bring", actor=house.actor("cilda"), at=later(0), fields=fields)
    assert case.participants.get().role == "boss"


def test_a_plain_way_to_the_end(house: House) -> None:
    case = visit_at(house, "done")
    assert [event.act for event in events(case)] == ["ask", "inspect", "settle", "decide"]
    assert [(event.from_state, event.to_state) for event in events(case)][1:] == [
        ("asked", "checked"), ("checked", "hearing"), ("hearing", "done"),
    ]  # fmt: skip
    assert (case.turn, case.closed_at) == ("", later(3))
    walter = house.actor("walter").holds("warden", house.institution.pk)
    assert walter is not None
    assert events(case)[-1].mandate == walter.mandate, "the recorder acts for the council"
    assert verify().breaks == []


def test_an_action_leaves_any_of_its_stages_and_no_other(house: House) -> None:
    assert act(house, visit_at(house, "opened"), "inspect", "peter", 5).stage == "checked"
    with refused("stage", "25"):
        act(house, visit_at(house, "hearing"), "inspect", "peter", 5)
    with refused("stage", "19"):
        act(house, visit_at(house, "done"), "note_it", "walter", 5)


def test_a_discretionary_act_is_open_in_every_stage_but_an_end(house: House) -> None:
    for stage in ("asked", "opened", "checked", "hearing"):
        case = visit_at(house, stage)
        assert "note_it" in allowed(house, case, "walter", 9)
        assert act(house, case, "note_it", "walter", 9, note="x").stage == stage
    assert allowed(house, visit_at(house, "done"), "walter", 9) == set()


def test_an_act_whose_sub_case_could_not_be_opened_is_refused(house: House) -> None:
    fields = {"reason": "a rest", "guest": house.people["anna"].pk}  # a manager is not asked for the secret
    case = start(procedure=Visits, action="bring", actor=house.actor("cilda"), at=later(0), fields=fields)
    case = act(house, act(house, case, "inspect", "peter", 2), "settle", "walter", 3)
    with refused("rule", "26"):
        act(house, case, "refer", "karl", 4)
    assert Case.objects.get(pk=case.pk).stage == "hearing", "it does not wait for what never begins"


def test_who_may_what(house: House) -> None:
    case = visit(house)
    may = {name: allowed(house, case, name) for name in ("anna", "berta", "walter", "peter", "paula", "dace", "karl")}
    assert may == {
        "anna": {"withdraw"}, "berta": set(), "walter": {"promise", "admit", "note_it"}, "peter": {"inspect"},
        "paula": set(), "dace": set(), "karl": set(),
    }  # fmt: skip


def test_a_stand_in_acts_while_the_holder_is_absent_and_the_log_says_so(house: House) -> None:
    case = visit(house)
    with refused("right", "22"):
        act(house, case, "admit", "dace")
    house.away("walter", since=later(24).date())
    with refused("right", "22"):
        act(house, case, "admit", "dace", 2)
    act(house, case, "admit", "dace", 25)
    assert events(case)[-1].payload == {"stands_in_for": "warden"}
    deputy = house.actor("dace").holds("deputy", house.institution.pk)
    assert deputy is not None
    assert events(case)[-1].mandate == deputy.mandate


def test_a_party_acts_and_the_log_knows_it_by_its_public_id(house: House) -> None:
    case = act(house, long_visit(house, host="berta"), "admit", "walter")
    act(house, case, "agree", "berta", 2)
    participant = case.participants.get(role="host")
    assert events(case)[-1].participant == participant.pk
    with refused("right", "8"):
        act(house, act(house, long_visit(house, host="berta"), "admit", "walter"), "agree", "anna", 2)


def test_a_condition_stands_in_the_way_with_its_label(house: House) -> None:
    case = act(house, visit(house, hours="8"), "inspect", "peter")
    with pytest.raises(Refusal, match="possible only if the matter has all its hours") as no:
        act(house, case, "settle", "walter", 2)
    assert (no.value.kind, no.value.basis and no.value.basis.addresses) == ("condition", ("29",))


def test_a_total_of_entries_opens_the_way(house: House) -> None:
    case = act(house, visit(house, hours="8"), "inspect", "peter")
    for number, hours in enumerate(("3.5", "4.5"), start=2):
        case = act(house, case, "enter", "peter", number, hours=hours)
    assert [str(line.hours) for line in Line.objects.filter(case=case).order_by("position")] == ["3.50", "4.50"]
    assert [line.position for line in Line.objects.order_by("position")] == [3, 4]
    assert act(house, case, "settle", "walter", 5).stage == "hearing"


def test_a_rule_holds_after_every_act_and_says_where_it_was_broken(house: House) -> None:
    with refused("rule", "24") as no:
        long_visit(house, host="anna")
    assert set(no.value.fields) == {"host"}
    case = visit(house)
    with refused("rule", "24"):
        act(house, case, "note_it", "walter", host=house.people["anna"].pk)
    assert record_of(case).host_id is None


WRONG: list[tuple[Mapping[str, Any], str, str]] = [
    ({"reason": ""}, "reason", "Fill in"),
    ({"reason": "   "}, "reason", "Fill in"),
    ({"kind": "endless"}, "kind", "Choose one of the options"),
    ({"kind": "long"}, "host", "Fill in"),
    ({"verdict": "granted"}, "verdict", "not asked here"),
    ({"nonsense": 1}, "nonsense", "not asked here"),
    ({"hours": "many"}, "hours", "decimal number"),
    ({"hours": "1.234"}, "hours", "2 decimal places"),
    ({"reason": "x" * 20_001}, "reason", "20000 characters"),
    ({"reason": "a\x00b"}, "reason", "cannot be kept"),
    ({"reason": "\ud800"}, "reason", "cannot be kept"),
    ({"accused": "nobody"}, "accused", "not a valid UUID"),
    ({"accused": str(UUID(int=7))}, "accused", "not registered"),
    ({"earlier": str(UUID(int=7))}, "earlier", "no case of yours"),
]


@pytest.mark.parametrize(("fields", "name", "sentence"), WRONG, ids=lambda each: str(each)[:30])
def test_a_wrong_answer_has_a_sentence_and_opens_nothing(
    house: House, fields: Mapping[str, Any], name: str, sentence: str
) -> None:
    with pytest.raises(Refusal) as no:
        visit(house, **fields)
    assert no.value.kind == "fields"
    assert sentence in str(no.value.fields[name])
    assert not Case.objects.exists()


def test_all_wrong_answers_are_told_at_once(house: House) -> None:
    with pytest.raises(Refusal) as no:
        visit(house, reason="", kind="endless", hours="many", more=1)
    assert set(no.value.fields) == {"reason", "kind", "hours", "more"}


def test_a_question_is_asked_only_under_its_condition(house: House) -> None:
    with pytest.raises(Refusal, match=r"asked only if the message is long") as no:
        visit(house, host=house.people["berta"].pk)
    assert set(no.value.fields) == {"host"}


def test_a_question_left_open_keeps_what_stands_there(house: House) -> None:
    case = act(house, long_visit(house, note="bring a lamp"), "admit", "walter")
    act(house, case, "agree", "berta", 2, note="")
    assert record_of(case).note == "bring a lamp"


def test_a_person_is_named_only_within_the_office_that_is_asked_for(house: House, other_house: House) -> None:
    case = visit_at(house, "checked")
    for stranger in (house.people["anna"], other_house.people["kora"]):
        with pytest.raises(Refusal) as no:
            act(house, case, "settle", "walter", 9, adviser=stranger.pk)
        assert "does not hold the office" in str(no.value.fields["adviser"])
    act(house, case, "settle", "walter", 9, adviser=house.people["kora"])
    assert record_of(case).adviser == house.people["kora"]


def test_only_an_own_case_of_that_kind_is_named(house: House) -> None:
    own, theirs = visit(house, "anna"), visit(house, "berta")
    assert record_of(visit(house, "anna", earlier=own.pk)).earlier == own
    with pytest.raises(Refusal, match="no case of yours"):
        visit(house, "anna", earlier=theirs.pk)


def test_nothing_is_done_in_a_case_that_does_not_exist(house: House) -> None:
    case = visit(house)
    case.pk = case.id = uuid4()
    with pytest.raises(Refusal, match="no such case"):
        perform(case=case, action="admit", actor=house.actor("walter"), at=later(1))
    with pytest.raises(Refusal, match="knows no such act"):
        perform(case=visit(house), action="fly", actor=house.actor("walter"), at=later(1))


def test_the_machine_does_only_what_is_declared_for_it(house: House) -> None:
    case = visit_at(house, "waiting")
    with refused("right", "22"):
        perform(case=case, action="admit", actor=None, at=later(9))
    with refused("right", "27"):
        act(house, case, "resume", "walter", 9)


def test_a_case_ends_under_the_version_it_began_with(house: House) -> None:
    old = visit_at(house, "checked")
    with declared(Visits2):
        new = visit(house, procedure=Visits2)
        assert (old.version, new.version) == (1, 2)
        assert act(house, old, "pass_on", "walter", 5).stage == "hearing"
        with refused("stage", "25"):
            act(house, new, "inspect", "peter", 5)
        new = act(house, new, "admit", "walter", 6)
        new = act(house, new, "inspect", "peter", 7)
        with pytest.raises(Refusal, match="knows no such act"):
            act(house, new, "pass_on", "walter", 8)
        assert events(new)[0].digest != events(old)[0].digest


@pytest.mark.django_db(transaction=True)
def test_a_sub_case_is_opened_after_the_act_and_its_end_lets_the_case_go_on(house: House) -> None:
    case = visit_at(house, "waiting")
    sub = Case.objects.get(parent=case)
    assert (sub.procedure, sub.stage, sub.unit_id, sub.opener_id) == ("house-matter", "examined", case.unit_id, None)
    assert Matter.objects.get(case=sub).secret == record_of(case).secret
    act(house, sub, "decide", "walter", 9, finding="nothing")
    case.refresh_from_db()
    assert (case.stage, events(case)[-1].act, events(case)[-1].participant) == ("hearing", "resume", None)
    assert Matters.actions["raised"].name == "raised"


@pytest.mark.django_db(transaction=True)
def test_the_letter_goes_out_once_to_the_guest(house: House) -> None:
    from dienests.kernel.letters.models import Letter

    case = visit_at(house, "done")
    letter = Letter.objects.get()
    assert (letter.slug, letter.participant.role, letter.sent_at) == ("notice", "guest", later(3))
    assert "granted" in letter.html
    assert case.number in letter.html


def test_a_double_submit_makes_one_case(house: House) -> None:
    form, anna = uuid4(), house.actor("anna")
    how = {"procedure": Visits, "action": "ask", "at": later(0), "submission": form}
    first, second = (start(actor=anna, fields=SHORT, **how) for _twice in range(2))
    assert first == second
    assert Case.objects.count() == 1
    with pytest.raises(Refusal, match="already sent by somebody else"):
        start(actor=house.actor("berta"), fields=SHORT, **how)
    assert Case.objects.count() == 1


def test_moments_are_kept_as_they_were_given_in_whatever_zone(house: House) -> None:
    case = visit(house)
    at = later(1).astimezone(ZoneInfo("Europe/Riga"))
    perform(case=case, action="withdraw", actor=house.actor("anna"), at=at)
    case.refresh_from_db()
    assert [event.at for event in events(case)] == [later(0), later(1)]
    assert (case.opened_at, case.closed_at) == (later(0), later(1))
    assert verify().breaks == []
