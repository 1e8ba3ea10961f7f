"""Every procedure of the installation is walked at random: whatever people do, its cases stay in order.

A procedure that is added is found by itself; nothing here names one.
"""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dienests.kernel.cases.tests.house.people import declared as declaring
from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2, Visits3
from dienests.kernel.cases.tests.walks.order import in_order
from dienests.kernel.cases.tests.walks.town import Town, a_town, set_by_laws, set_terms
from dienests.kernel.cases.tests.walks.walker import Walker
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared
from dienests.kernel.procedures.roles import system

WALKS, STEPS = 3, 10
LONGEST = 40  # steps of the one walk that must come to an end of some case


def walked() -> list[type[Procedure]]:
    """Return the procedures that people begin; what only the system opens is met on the way of others."""
    opened = (each for each in declared() if any(a.starts_case and a.by is not system for a in each.actions.values()))
    return sorted(opened, key=lambda each: each.key())


def titled(procedure: type[Procedure]) -> str:
    """Name a procedure in the list of tests."""
    return f"{procedure.slug}-{procedure.version}"


@pytest.fixture
def towns(db: None) -> list[Town]:
    """A town with half of its open terms set, and another one."""
    found = [a_town(declared()), a_town(declared())]
    set_terms(found[0], declared())
    set_by_laws(found[0])
    return found


@pytest.mark.parametrize("procedure", walked(), ids=titled)
def test_whatever_people_do_the_cases_stay_in_order(towns: list[Town], procedure: type[Procedure]) -> None:
    done: Counter[tuple[str, str]] = Counter()

    @settings(max_examples=WALKS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(random=st.randoms(use_true_random=False))
    def walk(random: Random) -> None:
        with transaction.atomic():
            done.update(_walk(Walker(random, towns[0], procedure), towns[1], STEPS))
            transaction.set_rollback(True)

    walk()
    starts = {(procedure.slug, a.name) for a in procedure.actions.values() if a.starts_case and a.by is not system}
    for seed in range(1, 5):  # whom chance sends away may be the only ones who act
        done.update(_walk(Walker(Random(seed), towns[0], procedure), towns[1], LONGEST, every=10))
        if set(done) - starts:
            break
    assert starts & set(done), "nobody could open a case: the walk proves nothing"
    assert set(done) - starts, "no act was done: the walk proves nothing"


def _walk(walker: Walker, strangers: Town, steps: int, *, every: int = 2) -> list[tuple[str, str]]:
    for step in range(1, steps + 1):
        walker.step()
        if step % every == 0:
            in_order(walker, strangers)
    assert verify().breaks == []
    return walker.done


@pytest.fixture
def guest_house() -> Iterator[None]:
    with declaring(Matters, Visits, Visits2, Visits3):
        yield


@pytest.mark.parametrize("procedure", [Visits, Visits2, Visits3], ids=titled)
def test_the_guest_house_too_in_each_of_its_versions(guest_house: None, db: None, procedure: Any) -> None:
    towns = [a_town([Matters, Visits, Visits2, Visits3]) for _each in range(2)]
    done = _walk(Walker(Random(7), towns[0], procedure), towns[1], LONGEST, every=10)
    assert len({name for _slug, name in done}) > 5, "many different acts were done"
