"""Assignment: at most one official of an office handles a case, and only one who serves the office whose turn it is."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from dienests.kernel.cases.listing import waiting
from dienests.kernel.cases.tests.house.people import LONG_AGO, House, later
from dienests.kernel.cases.tests.house.playing import act, visit
from dienests.kernel.handling import assignment
from dienests.kernel.handling.handler import Handler
from dienests.kernel.handling.tests.given import acts, do
from dienests.kernel.letters.notice import Notice
from dienests.kernel.log.verify import verify
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db


def seen(house: House, case: Any, after: float = 20) -> str:
    """Return who handles a case."""
    found = assignment.handling(case, on=later(after).date())
    return found.name.split()[0].lower() if found else ""


def mandate(house: House, name: str, office: str) -> Any:
    """Return the mandate of a person in an office."""
    return Mandate.objects.get(person=house.people[name], office__slug=office).pk


def test_who_serves_the_office_takes_a_case_on_and_gives_it_back(house: House) -> None:
    case = visit(house, "berta")  # of the south: the warden of the whole house and the one of the south serve it
    do(house, "take", case, "walter")
    assert seen(house, case) == "walter"
    do(house, "give_back", case, "walter", 21)
    assert seen(house, case) == ""
    assert acts(case) == ["ask", "take_case", "return_case"]
    assert not verify().breaks


@pytest.mark.parametrize("who", ["karl", "peter", "kora", "anna", "cilda"])
def test_nobody_else_takes_it(house: House, who: str) -> None:
    case = visit(house)
    with pytest.raises(Refusal):
        do(house, "take", case, who)
    assert not Handler.objects.exists()
    assert acts(case) == ["ask"]


def test_the_second_who_takes_it_is_told_who_was_first(house: House) -> None:
    case = visit(house, "berta")
    do(house, "take", case, "walter")
    with pytest.raises(Refusal, match="Walter"):
        do(house, "take", case, "sonja", 21)
    assert seen(house, case) == "walter"


def test_it_is_assigned_to_a_holder_of_the_office_only(house: House) -> None:
    case = visit(house, "berta")
    for name, office in (("karl", "clerk"), ("berta", "employee"), ("kora", "councillor")):
        with pytest.raises(Refusal, match="serve this office"):
            do(house, "assign", case, "walter", mandate=mandate(house, name, office))
    with pytest.raises(Refusal, match="serve this office"):
        do(house, "assign", case, "walter", mandate=uuid4())
    do(house, "assign", case, "walter", mandate=mandate(house, "sonja", "warden"))
    assert seen(house, case) == "sonja"
    assert Notice.objects.get(case=case, act="assign_case").person_id == house.people["sonja"].pk


def test_whoever_the_case_is_about_is_never_its_handler(house: House) -> None:
    case = visit(house, "berta", accused=house.people["sonja"].pk)
    with pytest.raises(Refusal, match="serve this office"):
        do(house, "assign", case, "walter", mandate=mandate(house, "sonja", "warden"))
    with pytest.raises(Refusal, match="no such case"):
        do(house, "take", case, "sonja")


def test_an_official_never_handles_an_own_matter(house: House) -> None:
    case = visit(house, "sonja")
    with pytest.raises(Refusal, match="own matter"):
        do(house, "take", case, "sonja")
    with pytest.raises(Refusal, match="serve this office"):
        do(house, "assign", case, "walter", mandate=mandate(house, "sonja", "warden"))


def test_a_handler_who_is_away_or_has_left_is_shown_and_does_not_block_the_others(house: House) -> None:
    case = visit(house, "berta")
    do(house, "take", case, "walter")
    house.away("walter")
    found = assignment.handling(case, on=later(20).date())
    assert found is not None
    assert found.absent
    do(house, "take", case, "sonja", 21)
    assert seen(house, case) == "sonja"
    Mandate.objects.filter(person=house.people["sonja"], office__slug="warden").update(valid_to=LONG_AGO + timedelta(1))
    found = assignment.handling(case, on=later(20).date())
    assert found is not None
    assert found.left


def test_the_handler_of_one_office_is_not_that_of_the_next(house: House) -> None:
    case = visit(house, "berta")
    do(house, "take", case, "walter")
    act(house, case, "admit", "walter", 21)
    case.refresh_from_db()
    assert case.turn != "warden"
    assert seen(house, case) == ""


def test_a_form_that_is_sent_twice_takes_the_case_once(house: House) -> None:
    case, form = visit(house, "berta"), uuid4()
    do(house, "take", case, "walter", form=form)
    do(house, "take", case, "walter", form=form)
    assert acts(case) == ["ask", "take_case"]


def test_the_inbox_is_narrowed_to_mine_and_to_what_nobody_handles(house: House) -> None:
    mine, free = visit(house, "berta"), visit(house, "kora")
    do(house, "take", mine, "walter")
    walter = house.actor("walter", later(20))
    assert waiting(walter, only=assignment.of_person(walter.person))[0:9] == [mine]
    assert waiting(walter, only=assignment.of_nobody())[0:9] == [free]
    sonja = house.actor("sonja", later(20))
    assert waiting(sonja, only=assignment.of_person(sonja.person))[0:9] == []
    assert waiting(sonja, only=assignment.of_nobody())[0:9] == [free]


def test_a_form_seen_before_the_case_was_taken_on_is_still_good(house: House) -> None:
    case = visit(house, "berta")
    before = case.revision
    do(house, "take", case, "walter")
    act(house, case, "admit", "walter", 21, revision=before)
    do(house, "message", case, "berta", 22, text="wait")
    with pytest.raises(Refusal, match="sent a message"):
        act(house, case, "inspect", "paula", 23, revision=before + 2)
