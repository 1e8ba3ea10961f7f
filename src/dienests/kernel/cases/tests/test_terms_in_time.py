"""Properties of terms: an independent count of days agrees, and a case stores the least of what runs."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.calendar.days_off import LATVIA
from dienests.kernel.calendar.terms import Term, days, working_days
from dienests.kernel.cases import due
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.cases.tests.house.people import AT, House, a_house, declared
from dienests.kernel.cases.tests.house.stays import Stays
from dienests.kernel.cases.verbs import perform, start, todo
from dienests.kernel.procedures.refusals import Refusal

STARTS = st.dates(date(2024, 1, 1), date(2027, 1, 1))
GAPS = st.integers(0, 60)


def counted(length: Term, start: date, since: date, until: date, n: int) -> date:
    """Count day by day: a day counts after the start, unless it stands still; of working days only these count."""
    day, left = start, n
    while left:
        day += timedelta(days=1)
        if not since <= day < until and (length.kind == "days" or LATVIA.is_working(day)):
            left -= 1
    return LATVIA.next_working(day)


@given(start=STARTS, n=st.integers(1, 40), after=GAPS, still=GAPS, make=st.sampled_from([days, working_days]))
def test_what_is_left_of_a_suspended_term_is_still_left(
    start: date, n: int, after: int, still: int, make: type
) -> None:
    length: Term = make(n)
    since, until = start + timedelta(days=after), start + timedelta(days=after + still)
    run = TermRun(
        slug="room", value=str(length), started_on=start, ends=length.ends(start), due=length.due(start).on,
        suspended_on=since,
    )  # fmt: skip
    if run.ends < since:
        return  # a term that has passed is not suspended
    reckoned = due.resumed(Stays.room, run, on=until)
    assert reckoned.due == counted(length, start, since, until, n)
    assert reckoned.due >= run.due


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with declared(Stays):
        yield a_house()


@pytest.mark.parametrize("seed", range(6))
def test_the_day_of_a_case_is_the_least_of_what_runs_and_is_not_suspended(house: House, seed: int) -> None:
    random, day, done = Random(seed), 0, 0
    case = start(procedure=Stays, action="ask", actor=house.actor("anna"), at=AT, fields={"reason": "a rest"})
    for _step in range(40):
        day += random.randint(0, 4)
        at = AT + timedelta(days=day)
        actor = house.actor(random.choice(["anna", "walter"]), at)
        record = Stays.record.objects.get(pk=case.pk)
        allowed = [each.action for each in todo(case, record, actor, at=at) if each.allowed]
        allowed = [action for action in allowed if action.name not in ("leave", "say") or random.random() < 0.02]
        if not allowed:
            continue
        action = random.choice(allowed)
        try:
            perform(case=case, action=action.name, actor=actor, at=at, fields=dict.fromkeys(action.asks, "words"))
            done += 1
        except Refusal:
            pass
        case = Case.objects.get(pk=case.pk)
        runs = TermRun.objects.filter(case=case, stopped_on=None)
        least = min((run.due for run in runs if run.due and not run.suspended_on), default=None)
        assert case.due == least, action.name
        assert not case.closed_at or not runs
    assert done > 3
