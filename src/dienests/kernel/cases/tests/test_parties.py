"""Who is named in a case: a party takes part while it is named, and whom a case is about has no part in it."""

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import act, long_visit, record_of, visit
from dienests.kernel.cases.verbs import todo
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db


def may(house: House, case: Case, who: str, after: float = 1) -> set[str]:
    """Return what somebody may do in a case."""
    at = later(after)
    return {each.action.name for each in todo(case, record_of(case), house.actor(who, at), at=at) if each.allowed}


def opened(house: House, host: str) -> Case:
    """Return a long visit to a host, admitted."""
    return act(house, long_visit(house, host=host), "admit", "walter")


def test_a_party_that_is_no_longer_named_acts_no_more(house: House) -> None:
    case = opened(house, "berta")
    assert may(house, case, "berta") == {"agree"}
    case = act(house, case, "note_it", "walter", 2, host=house.people["kora"].pk)
    assert may(house, case, "berta") == set()
    with pytest.raises(Refusal, match="host"):
        act(house, case, "agree", "berta", 3)
    assert act(house, case, "agree", "kora", 3).stage == "checked"


def test_who_is_named_again_keeps_the_id_under_which_it_acted(house: House) -> None:
    case = opened(house, "berta")
    first = case.participants.get(role="host").pk
    case = act(house, case, "note_it", "walter", 2, host=house.people["kora"].pk)
    case = act(house, case, "note_it", "walter", 3, host=house.people["berta"].pk)
    act(house, case, "agree", "berta", 4)
    assert Event.objects.filter(stream=case.pk).latest("position").participant == first
    rows = Participant.objects.filter(case=case, role="host").order_by("person__given_name")
    assert [(each.person.given_name, each.left_at) for each in rows if each.person] == [
        ("Berta", None), ("Kora", later(3)),
    ]  # fmt: skip


def test_a_party_is_named_once_though_its_name_is_entered_again(house: House) -> None:
    case = opened(house, "berta")
    act(house, case, "note_it", "walter", 2, host=house.people["berta"].pk)
    assert Participant.objects.filter(case=case, role="host", left_at=None).count() == 1


def test_whom_a_case_accuses_cannot_act_and_is_told_of_no_case(house: House) -> None:
    case = visit(house, accused=house.people["walter"].pk)
    with pytest.raises(Refusal, match="no such case") as no:
        act(house, case, "admit", "walter")
    assert no.value.kind == "absent"
    assert {str(each.refusal) for each in todo(case, record_of(case), house.actor("walter"), at=later(1))} == {
        str(no.value)
    }
    assert case not in inbox(house.actor("walter"))


def test_the_stand_in_acts_where_the_case_accuses_the_holder(house: House) -> None:
    case = visit(house, accused=house.people["walter"].pk)
    assert case in inbox(house.actor("dace"))
    assert may(house, case, "dace") == {"promise", "admit", "note_it"}
    act(house, case, "admit", "dace")
    assert Event.objects.filter(stream=case.pk).latest("position").payload == {"stands_in_for": "warden"}
    assert may(house, visit(house), "dace") == set(), "and nowhere else"


def test_the_inbox_holds_what_waits_for_an_office_of_mine(house: House) -> None:
    case = visit(house)
    assert {name for name in house.people if case in inbox(house.actor(name))} == {"walter"}
    case = act(house, case, "inspect", "peter")
    assert {name for name in house.people if case in inbox(house.actor(name))} == {"peter"}
    case = act(house, case, "withdraw", "anna", 2)
    assert {name for name in house.people if case in inbox(house.actor(name))} == set()
