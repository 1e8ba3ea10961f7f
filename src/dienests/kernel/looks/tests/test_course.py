"""Delays that change in time: what the table hides is what the course of each look says; boundary moments."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dienests.kernel.calendar.zone import start_of
from dienests.kernel.looks.course import EVER, NEVER, Closings, Course, Delayed, Spell
from dienests.kernel.norms.delay import CASE_CLOSED, latest_shown, shown_on

FIRST = date(2026, 1, 30)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
OPEN = Closings(None)
VALUES = some.sampled_from(["", "days:1", "days:20", "months:1", CASE_CLOSED])


def _day(number: int) -> date:
    return FIRST + DAY * number


def _moment(number: int) -> datetime:
    return start_of(_day(number)) + timedelta(hours=10)


MOMENTS = some.integers(0, 120).map(_moment) | some.integers(0, 120).map(lambda n: start_of(_day(n)))


@some.composite
def courses(draw: some.DrawFn) -> Course:
    """Draw values with and without gaps, the last one with or without an end."""
    days = sorted(draw(some.sets(some.integers(0, 120), min_size=1, max_size=5)))
    spells = []
    for place, begins in enumerate(days):
        later = [_day(each) for each in days[place + 1 :]]
        ends = draw(some.sampled_from([later[0], None][: 1 if later else 2] or [None])) if later else draw(
            some.sampled_from([None, _day(begins + 30)])
        )  # fmt: skip
        value = draw(VALUES)
        if value:
            spells.append(Spell(_day(begins), ends, value, f"norm {place}"))
    return Course(spells)


@given(courses(), MOMENTS, MOMENTS, some.none() | MOMENTS, some.lists(MOMENTS, max_size=2))
def test_the_moment_from_which_looks_are_hidden_agrees_with_every_single_look(
    course: Course, look: datetime, waited: datetime, closed: datetime | None, reopened: list[datetime]
) -> None:
    now = max(look, waited)
    closings = Closings(closed if closed and closed <= now else None, tuple(sorted(r for r in reopened if r <= now)))
    since = course.hidden_since(closings, now=now)
    assert course.is_told(look, closings, now=now) == (since is None or look < since)


@given(courses(), MOMENTS, some.none() | MOMENTS, some.integers(0, 100))
def test_what_was_told_stays_told(course: Course, look: datetime, closed: datetime | None, further: int) -> None:
    now = look + DAY * 5
    closings = Closings(closed if closed and closed <= now else None)
    if course.is_told(look, closings, now=now):
        assert course.is_told(look, closings, now=now + DAY * further)
        reopened = Closings(None, (now,)) if closings.closed_at else closings
        assert course.is_told(look, reopened, now=now + DAY * further)


def _since(value: str, number: int = 10, ends: date | None = None) -> Course:
    return Course([Spell(_day(number), ends, value, "norm")])


def test_without_a_value_nothing_waits() -> None:
    assert Course([]).hidden_since(OPEN, now=_moment(50)) is None
    assert _since(CASE_CLOSED).is_told(_moment(9), OPEN, now=_moment(9))
    assert _since(CASE_CLOSED).is_told(start_of(_day(10)) - TICK, OPEN, now=_moment(50))
    assert not _since(CASE_CLOSED).is_told(start_of(_day(10)), OPEN, now=_moment(50))


def test_a_term_ends_with_its_last_day_and_not_a_moment_later() -> None:
    course, told = _since("days:30"), start_of(_day(12 + 31))
    assert not course.is_told(_moment(12), OPEN, now=told - TICK)
    assert course.is_told(_moment(12), OPEN, now=told)
    assert course.delay_of(_moment(12), OPEN) == Delayed(told, "norm")


def test_the_end_of_a_case_tells_at_that_moment_and_looks_afterwards_do_not_wait() -> None:
    closed = _moment(40)
    course, closings = _since(CASE_CLOSED), Closings(closed)
    assert not course.is_told(_moment(12), OPEN, now=closed)
    assert course.is_told(_moment(12), closings, now=closed)
    assert course.delay_of(_moment(12), closings) == Delayed(closed, "norm")
    assert course.delay_of(closed, closings) is None
    assert course.delay_of(_moment(12), OPEN) == Delayed(NEVER, "norm")


def test_a_reopened_case_hides_no_look_that_was_told() -> None:
    again = Closings(None, (_moment(50),))
    course = _since(CASE_CLOSED)
    assert course.is_told(_moment(12), again, now=_moment(60))
    assert course.delay_of(_moment(12), again) == Delayed(None, "norm"), "when it was closed before is not kept"
    assert not course.is_told(_moment(55), again, now=_moment(60))


def test_a_value_that_ends_tells_at_once_and_a_longer_one_lengthens_nothing() -> None:
    ended = Course([Spell(_day(10), _day(20), CASE_CLOSED, "norm")])
    assert not ended.is_told(_moment(12), OPEN, now=start_of(_day(20)) - TICK)
    assert ended.delay_of(_moment(12), OPEN) == Delayed(start_of(_day(20)), "norm")
    longer = Course([Spell(_day(10), _day(20), "days:20", "norm"), Spell(_day(20), None, CASE_CLOSED, "another")])
    assert longer.delay_of(_moment(12), OPEN) == Delayed(start_of(_day(33)), "norm")
    assert longer.delay_of(_moment(22), OPEN) == Delayed(NEVER, "another")
    shorter = Course([Spell(_day(10), _day(20), CASE_CLOSED, "norm"), Spell(_day(20), None, "days:10", "another")])
    assert shorter.delay_of(_moment(12), OPEN) == Delayed(start_of(_day(23)), "norm")


@pytest.mark.parametrize("value", ["days:1", "days:30", "months:1", "months:13"])
def test_the_latest_day_that_is_shown_is_shown_and_the_next_is_not(value: str) -> None:
    for number in range(800):
        on = _day(number)
        latest = latest_shown(value, on)
        assert shown_on(value, latest) <= on < shown_on(value, latest + DAY)


def test_ever_and_never_are_moments_of_every_database() -> None:
    assert EVER < datetime(2000, 1, 1, tzinfo=UTC) < NEVER
