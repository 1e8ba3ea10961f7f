"""Links: only between two cases that one official sees, and shown only to who sees both."""

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import House, a_house, later
from dienests.kernel.cases.tests.house.playing import visit, visit_at
from dienests.kernel.handling.linking import linked
from dienests.kernel.handling.tests.given import acts, do
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db


def links(house: House, case: Case, who: str) -> list[Case]:
    """Return what a person is shown as linked."""
    return linked(house.actor(who, later(30)), case)


def test_two_cases_are_linked_from_either_side(house: House) -> None:
    one, two = visit(house), visit(house, "berta")
    do(house, "link", one, "walter", number=two.number.lower())
    assert links(house, one, "walter") == [two]
    assert links(house, two, "walter") == [one]
    assert acts(one) == acts(two) == ["ask", "link_case"]
    with pytest.raises(Refusal, match="already"):
        do(house, "link", two, "walter", 21, number=one.number)


def test_who_sees_only_one_of_them_learns_nothing_of_the_other(house: House) -> None:
    one, two = visit_at(house, "checked"), visit(house, "berta")
    do(house, "link", one, "walter", number=two.number)
    assert links(house, one, "peter") == []
    assert links(house, one, "anna") == []
    told = "".join(str(event.payload) for event in Event.objects.filter(stream=one.pk))
    assert str(two.pk) not in told
    assert two.number not in told


def test_a_case_that_is_not_seen_is_refused_like_one_that_is_not_there(house: House) -> None:
    one, hidden = visit(house), visit(house, "berta", accused=house.people["walter"].pk)
    own, elsewhere = visit(house, "walter"), visit(a_house())
    said = set()
    for number in (hidden.number, elsewhere.number + "0", "HV-1999-0001", one.number, ""):
        with pytest.raises(Refusal) as refused:
            do(house, "link", one, "walter", number=number)
        said.add(str(refused.value))
    assert len(said) == 1
    with pytest.raises(Refusal, match="own matter"):
        do(house, "link", one, "walter", number=own.number)
    assert acts(one)[-1] != "link_case"
    assert acts(own) == ["ask"]


def test_a_resident_links_nothing(house: House) -> None:
    one, two = visit(house), visit(house)
    with pytest.raises(Refusal, match="own matter"):
        do(house, "link", one, "anna", number=two.number)


def test_a_link_is_taken_away_on_both_sides(house: House) -> None:
    one, two = visit(house), visit(house, "berta")
    do(house, "link", one, "walter", number=two.number)
    do(house, "unlink", two, "walter", 21, number=one.number)
    assert links(house, one, "walter") == links(house, two, "walter") == []
    with pytest.raises(Refusal):
        do(house, "unlink", two, "walter", 22, number=one.number)
    do(house, "link", one, "walter", 23, number=two.number)
    assert links(house, one, "walter") == [two]
