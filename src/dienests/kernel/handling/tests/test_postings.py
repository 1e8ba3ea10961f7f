"""Notes, messages and statements: who may write, who reads, and that their words stay out of the log."""

from typing import Any
from uuid import uuid4

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import roles_in
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import act, long_visit, visit, visit_at
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.cases.tests.test_canary import CANARY, places
from dienests.kernel.handling.posting import Posting
from dienests.kernel.handling.postings import readable
from dienests.kernel.handling.tests.given import acts, do
from dienests.kernel.letters.notice import Notice
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db


def read(house: House, case: Case, who: str) -> list[str]:
    """Return the words that a person reads in a case."""
    actor = house.actor(who, later(30))
    roles = roles_in(actor, Visits, case)
    parties = [each.person_id for each in case.participants.all() if each.person_id]
    return [each.text for each in readable(actor, Visits, case, roles=roles, parties=parties)]


def test_a_note_is_read_by_those_who_read_everything_sealed_and_by_its_author(house: House) -> None:
    case = visit_at(house, "checked")  # the porter sees it, and reads nothing sealed
    do(house, "note", case, "walter", text="of the warden")
    do(house, "note", case, "peter", 21, text="of the porter")
    assert read(house, case, "walter") == ["of the warden", "of the porter"]
    assert read(house, case, "peter") == ["of the porter"]
    assert read(house, case, "anna") == []


@pytest.mark.parametrize("who", ["anna", "berta", "cilda", "karl"])
def test_a_resident_and_an_official_without_sight_leave_no_note(house: House, who: str) -> None:
    case = visit(house)
    with pytest.raises(Refusal) as refused:
        do(house, "note", case, who, text="hello")
    assert refused.value.kind == ("right" if who == "anna" else "absent")
    assert not Posting.objects.exists()
    assert acts(case) == ["ask"]


def test_whoever_the_case_is_about_is_told_that_there_is_none(house: House) -> None:
    case = visit(house, accused=house.people["walter"].pk)
    for verb in ("note", "message", "state"):
        with pytest.raises(Refusal, match="no such case"):
            do(house, verb, case, "walter", text="hello")


def test_an_official_who_opened_the_case_reads_no_notes_of_it(house: House) -> None:
    case = visit(house, "kora")  # a councillor, who would see it by office once it is before the council
    for who, what in (("paula", "inspect"), ("walter", "settle")):
        case = act(house, case, what, who)
    do(house, "note", case, "walter", text="about the guest")
    assert read(house, case, "kora") == []
    with pytest.raises(Refusal, match="own matter"):
        do(house, "note", case, "kora", text="mine")


def test_a_message_goes_both_ways_and_both_are_told(house: House) -> None:
    case = visit(house)
    do(house, "message", case, "anna", text="when do I hear?")
    do(house, "message", case, "walter", 21, text="on Friday")
    assert read(house, case, "anna") == read(house, case, "walter") == ["when do I hear?", "on Friday"]
    told = set(Notice.objects.filter(case=case, act="send_message").values_list("person__given_name", flat=True))
    assert told == {"Anna", "Walter"}


def test_an_official_who_reads_nothing_of_the_matter_writes_no_message(house: House) -> None:
    case = visit_at(house, "opened")
    with pytest.raises(Refusal, match="read what was sent"):
        do(house, "message", case, "peter", text="hello")


def test_another_party_of_the_case_does_not_read_what_the_opener_says(house: House) -> None:
    case = long_visit(house)
    do(house, "message", case, "anna", text="between us")
    do(house, "state", case, "anna", 21, text="and this")
    assert read(house, case, "berta") == []
    with pytest.raises(Refusal, match="opened the case"):
        do(house, "state", case, "berta", text="me too")


def test_the_opener_adds_until_the_case_is_closed(house: House) -> None:
    case = visit(house)
    do(house, "state", case, "anna", text="I forgot to say")
    assert read(house, case, "walter") == ["I forgot to say"]
    case = act(house, case, "withdraw", "anna", 21)
    for verb in ("state", "message"):
        with pytest.raises(Refusal, match="closed"):
            do(house, verb, case, "anna", 22, text="one more thing")


def test_a_form_that_is_sent_twice_says_it_once_and_two_people_may_use_one_id(house: House) -> None:
    case, form = visit(house), uuid4()
    for _time in range(2):
        do(house, "message", case, "anna", form=form, text="once")
    do(house, "message", case, "walter", form=form, text="twice")
    assert read(house, case, "anna") == ["once", "twice"]
    assert acts(case) == ["ask", "send_message", "send_message"]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 20_001, "a\x00b", "half \ud83d"])
def test_what_says_nothing_or_cannot_be_kept_is_refused(house: House, text: str) -> None:
    case = visit(house)
    with pytest.raises(Refusal) as refused:
        do(house, "message", case, "anna", text=text)
    assert "text" in refused.value.fields
    assert acts(case) == ["ask"]


def test_the_words_stand_only_in_their_own_row(house: House) -> None:
    case = visit(house)
    said: dict[str, Any] = {"text": f"{CANARY} under the stairs"}
    do(house, "note", case, "walter", **said)
    do(house, "message", case, "anna", 21, **said)
    do(house, "state", case, "anna", 22, **said)
    assert places(CANARY) == {("kernel_handling_posting", "text")}
