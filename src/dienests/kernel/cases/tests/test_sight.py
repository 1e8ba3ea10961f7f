"""Who sees a case: the one filter, and, independently of it, the words of property 10 read row by row."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import roles_in, visible
from dienests.kernel.cases.tests.house.oracle import PROCEDURES, Words
from dienests.kernel.cases.tests.house.people import House, a_house, declared, later
from dienests.kernel.cases.tests.house.playing import act, long_visit, visit, visit_at
from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2
from dienests.kernel.cases.tests.house.walk import Walk
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.absences import return_from_absence
from dienests.kernel.parties.models import Absence

pytestmark = pytest.mark.django_db
EVERYBODY = ("anna", "berta", "cilda", "walter", "dace", "sonja", "kora", "karl", "peter", "paula")


def who_sees(house: House, case: Case, hours: float = 1) -> set[str]:
    """Return the names of all people of a house who see a case."""
    return {name for name in EVERYBODY if visible(house.actor(name, later(hours))).filter(pk=case.pk).exists()}


def test_nobody_sees_nothing(house: House) -> None:
    visit(house)
    assert not visible(None).exists()


def test_an_office_sees_nothing_before_its_first_stage_and_keeps_its_sight(house: House) -> None:
    case = visit(house)
    assert who_sees(house, case) == {"anna", "walter", "peter"}, (
        "the opener, the awaited, and the porter who may inspect"
    )
    case = act(house, case, "inspect", "peter", 1)
    assert who_sees(house, case) == {"anna", "walter", "peter"}
    case = act(house, case, "settle", "walter", 2)
    assert who_sees(house, case) == {"anna", "walter", "peter", "kora", "karl"}, "the council and the clerk from now on"
    case = act(house, case, "decide", "walter", 3, verdict="granted")
    assert who_sees(house, case) == {"anna", "walter", "peter", "kora", "karl"}, "and for good"


def test_no_office_of_the_other_unit_sees_it(house: House) -> None:
    north, south = visit(house, "anna"), visit(house, "berta")
    assert "paula" not in who_sees(house, north)
    assert who_sees(house, south) == {"berta", "walter", "sonja", "paula"}


def test_nobody_of_the_other_house_sees_it(house: House, other_house: House) -> None:
    case = visit_at(house, "done")
    assert {name for name in EVERYBODY if visible(other_house.actor(name, later(9))).exists()} == set()
    assert who_sees(house, case, 9)


def test_a_stand_in_sees_it_only_while_the_holder_is_absent(house: House) -> None:
    case = visit(house, "berta")
    assert "dace" not in who_sees(house, case)
    house.away("walter", since=later(24).date())
    assert "dace" not in who_sees(house, case, 1)
    assert "dace" in who_sees(house, case, 25)
    absence = Absence.objects.get(person=house.people["walter"])
    return_from_absence(absence=absence, on=later(72).date(), basis="order 2", by=SYSTEM, at=later(72))
    assert "dace" not in who_sees(house, case, 73)


def test_a_stand_in_of_the_house_serves_a_unit_whose_own_holder_is_absent(house: House) -> None:
    north, south = visit(house, "anna"), visit(house, "berta")
    house.away("sonja")
    assert "dace" in who_sees(house, south)
    assert "dace" not in who_sees(house, north)


def test_an_office_of_mine_once_acted_on_it_gives_nothing(house: House) -> None:
    """Anna acted as an employee; every employee is an employee, and none but Anna sees the visit."""
    case = act(house, visit(house, "anna"), "withdraw", "anna")
    assert not {"berta", "dace", "kora"} & who_sees(house, case, 2)


def test_an_opener_sees_the_own_cases_only(house: House) -> None:
    mine, theirs = visit(house, "anna"), visit(house, "dace")
    anna = house.actor("anna")
    assert set(visible(anna)) == {mine}
    assert theirs not in visible(anna)


def test_a_party_sees_it_from_the_day_it_is_named_until_it_is_no_longer(house: House) -> None:
    case = long_visit(house, host="berta")
    assert "berta" in who_sees(house, case)
    act(house, case, "note_it", "walter", host=house.people["dace"].pk)
    assert "berta" not in who_sees(house, case)
    assert "dace" in who_sees(house, case)
    act(house, case, "note_it", "walter", 2, host=house.people["berta"].pk)
    assert "berta" in who_sees(house, case)


def test_whom_a_case_accuses_does_not_see_it_and_the_stand_in_does(house: House) -> None:
    case = visit(house, "anna", accused=house.people["walter"].pk)
    assert who_sees(house, case) == {"anna", "dace", "peter"}
    other = visit(house, "anna")
    assert "walter" in who_sees(house, other)
    assert "dace" not in who_sees(house, other)


def test_the_number_of_queries_does_not_grow(house: House) -> None:
    walter = house.actor("walter")
    counts = []
    for _more in range(3):
        visit_at(house, "hearing")
        visit(house, "berta")
        with CaptureQueriesContext(connection) as asked:
            list(visible(walter).order_by("number"))
        counts.append(len(asked))
    assert counts == [1, 1, 1]


@pytest.mark.parametrize("seed", range(8))
def test_the_filter_says_what_the_words_say_on_any_walk(db: None, seed: int) -> None:
    with declared(Matters, Visits, Visits2):
        walk = Walk(Random(seed), [a_house(), a_house()])
        for _part in range(3):
            for _step in range(15):
                walk.step()
            _compare(walk)


def _compare(walk: Walk) -> None:
    words, cases = Words(walk.on), walk.cases()
    assert cases, "a walk without a case proves nothing"
    for actor in walk.actors():
        shown = set(visible(actor).values_list("pk", flat=True))
        some = [case.pk for case in cases[::2]]
        assert set(visible(actor, among=some).values_list("pk", flat=True)) == shown & set(some)
        for case in cases:
            expected = words.may_see(actor.person, case)
            assert (case.pk in shown) == expected, (actor.name, case.number, case.stage, walk.on)
            if not expected:
                assert not roles_in(actor, PROCEDURES[case.procedure, case.version], case), "nor has it any role"
