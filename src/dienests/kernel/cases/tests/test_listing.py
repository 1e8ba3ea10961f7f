"""Lists in order hold exactly what the filter gives, page after page, on any walk."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.listing import Listing, everything, waiting
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.tests.house.people import House, a_house, declared, later
from dienests.kernel.cases.tests.house.playing import visit
from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2
from dienests.kernel.cases.tests.house.walk import Walk

LATER = later(24 * 60)


def paged(cases: Listing, size: int = 7) -> list[Case]:
    """Read a list page by page, as people do."""
    return [case for start in range(0, cases.count(), size) for case in cases[start : start + size]]


def soonest(actor: Actor) -> list[Case]:
    found = list(inbox(actor))
    return sorted(
        found, key=lambda case: (case.due is None, case.due or case.opened_at.date(), case.opened_at, case.pk.hex)
    )


@pytest.mark.parametrize("seed", range(6))
def test_lists_are_the_filter_in_order_on_any_walk(db: None, seed: int) -> None:
    with declared(Matters, Visits, Visits2):
        steps = Walk(Random(seed), [a_house(), a_house()])
        for _step in range(45):
            steps.step()
        assert steps.cases(), "a walk without a case proves nothing"
        for actor in steps.actors():
            newest = sorted(visible(actor), key=lambda case: (case.opened_at, case.pk.hex), reverse=True)
            assert paged(everything(actor)) == newest, actor.name
            assert paged(waiting(actor)) == soonest(actor), actor.name
            assert everything(actor).count() == len(newest)


def test_a_number_narrows_a_list_and_signs_of_patterns_mean_themselves(house: House) -> None:
    cases = [visit(house) for _count in range(3)]
    chair = house.actor("walter", LATER)
    assert everything(chair, number=cases[1].number.lower())[0:9] == [Case.objects.get(pk=cases[1].pk)]
    assert everything(chair, number="%").count() == everything(chair, number="_").count() == 0
    assert waiting(chair, number="HV-").count() == 3


def test_a_page_takes_two_queries_however_much_one_sees(house: House) -> None:
    counts = []
    for _round in range(2):
        for _count in range(4):
            visit(house)
        with CaptureQueriesContext(connection) as asked:
            assert everything(house.actor("walter", LATER))[0:50]
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_part_and_the_count_come_in_one_query(house: House) -> None:
    for _count in range(9):
        visit(house)
    chair, slow = house.actor("walter", LATER), waiting(house.actor("walter", LATER))
    for start, stop in ((0, 4), (4, 8), (8, 12), (0, 50)):
        listing = waiting(chair)
        with CaptureQueriesContext(connection) as asked:
            listing.look(start, stop)
            assert (listing[start:stop], listing.count()) == (slow[start:stop], 9)
            assert listing[start : min(stop, 9)] == slow[start:stop]
        assert len(asked) == 1 + 2, "two of them by the slow list"
    listing = waiting(chair)
    listing.look(12, 16)
    assert (listing[12:16], listing.count(), listing[0:4]) == ([], 9, slow[0:4])
