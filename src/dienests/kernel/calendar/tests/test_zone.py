"""The local clock across changes of the clock, also those that once fell on midnight."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dienests.kernel.calendar.zone import RIGA, end_of, local_date, noon_of, start_of

DAYS = st.dates(date(1970, 1, 2), date(2100, 12, 31))
TICK = timedelta(microseconds=1)


@given(DAYS)
@example(date(2026, 3, 29))  # the clock goes forward
@example(date(2026, 10, 25))  # the clock goes back
@example(date(1981, 4, 1))  # midnight did not exist
@example(date(1981, 9, 30))  # the last hour came twice
@example(date(2024, 2, 29))
@example(date(2026, 12, 31))
def test_a_day_is_half_open(day: date) -> None:
    assert local_date(start_of(day)) == day
    assert local_date(start_of(day) - TICK) == day - timedelta(days=1)
    assert local_date(end_of(day) - TICK) == day
    assert local_date(end_of(day)) == day + timedelta(days=1)


@given(DAYS)
@example(date(2026, 3, 29))
@example(date(2026, 10, 25))
def test_noon_lies_within_its_day(day: date) -> None:
    assert local_date(noon_of(day)) == day


def test_days_follow_each_other_without_gap_or_overlap() -> None:
    days = [date(2026, 1, 1) + timedelta(n) for n in range(800)]
    assert all(end_of(day) == start_of(following) for day, following in pairwise(days))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 21), 24)],
)
def test_a_day_lasts_as_long_as_the_clock_says(day: date, hours: int) -> None:
    assert end_of(day) - start_of(day) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 20, 21, 59, 59, tzinfo=UTC), date(2026, 11, 20)),  # winter: UTC+2
        (datetime(2026, 11, 20, 22, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 6, 30, 20, 59, 59, tzinfo=UTC), date(2026, 6, 30)),  # summer: UTC+3
        (datetime(2026, 6, 30, 21, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 22, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 11, 20, 23, 30, tzinfo=timezone(timedelta(hours=-8))), date(2026, 11, 21)),
        (datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=RIGA), date(2026, 10, 25)),
    ],
)
def test_a_moment_has_the_day_of_riga(at: datetime, day: date) -> None:
    assert local_date(at) == day


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        local_date(datetime(2026, 11, 20, 12))  # noqa: DTZ001 - the bad input itself


def test_a_moment_is_not_taken_for_a_day() -> None:
    with pytest.raises(ValueError, match="local_date"):
        start_of(datetime(2026, 11, 20, 12, tzinfo=UTC))
    with pytest.raises(ValueError, match="local_date"):
        end_of(datetime(2026, 11, 20, 12, tzinfo=UTC))
