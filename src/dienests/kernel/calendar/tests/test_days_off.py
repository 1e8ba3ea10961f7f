"""Days off against the official calendars of Latvia, the holidays library, and plain counting day by day."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.calendar.days_off import (
    LATVIA,
    Country,
    is_working,
    next_working,
    published_until,
    working_days_between,
)
from dienests.kernel.calendar.moved_days import LATVIA_MOVED

DAYS = st.dates(date(1992, 1, 1), date(2099, 12, 1))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2024, 12, 23), False),  # moved to Saturday 14 December
        (date(2024, 12, 14), True),
        (date(2024, 12, 30), False),  # moved to Saturday 28 December
        (date(2024, 12, 28), True),
        (date(2024, 12, 21), False),  # an ordinary Saturday
        (date(2026, 1, 2), False),  # moved to Saturday 17 January
        (date(2026, 1, 17), True),
        (date(2024, 5, 6), False),  # 4 May 2024 was a Saturday
        (date(2025, 5, 5), False),  # 4 May 2025 was a Sunday
        (date(2023, 11, 20), False),  # 18 November 2023 was a Saturday
        (date(2018, 7, 9), False),  # the Song and Dance Celebration closed on Sunday 8 July 2018
        (date(2023, 7, 10), False),  # ... and on Sunday 9 July 2023
        (date(2023, 5, 29), False),  # given by law the night before, after the ice hockey medal
        (date(2022, 5, 2), True),  # 1 May 2022 was a Sunday, and 1 May is not made up for
        (date(2019, 12, 23), True),  # no order for 2019: the Monday before Christmas Eve was worked
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 6, 23), False),  # Midsummer Eve
        (date(2026, 6, 24), False),  # Midsummer Day
        (date(2026, 11, 18), False),  # Proclamation Day
        (date(2026, 11, 20), True),
    ],
)
def test_a_known_day_is_worked_or_not(day: date, working: bool) -> None:
    assert is_working(day) is working


@pytest.mark.parametrize(
    ("before", "last", "count"),
    [
        (date(2025, 10, 31), date(2025, 11, 30), 19),
        (date(2025, 11, 30), date(2025, 12, 31), 19),
        (date(2025, 12, 31), date(2026, 1, 31), 21),
    ],
)
def test_a_month_has_as_many_working_days_as_was_announced(before: date, last: date, count: int) -> None:
    assert working_days_between(before, last) == count


@pytest.mark.parametrize("year", sorted(LATVIA_MOVED))
def test_the_table_agrees_with_the_library(year: int) -> None:
    library = holidays.country_holidays("LV", years=year, language="lv")
    given_by_table = {move.off for move in LATVIA_MOVED[year]}
    bridged = {day for day, name in library.items() if "pārcelta no" in name}
    assert {move.worked for move in LATVIA_MOVED[year]} == library.weekend_workdays
    assert given_by_table == bridged


def test_a_moved_day_is_a_weekday_given_for_a_saturday_of_its_month() -> None:
    for year, moves in LATVIA_MOVED.items():
        for move in moves:
            assert move.off.year == year
            assert (move.worked.year, move.worked.month) == (year, move.off.month)
            assert move.off.weekday() < 5
            assert move.worked.weekday() == 5
            assert move.source.startswith("https://likumi.lv/ta/id/")


def test_moved_days_are_published_until_the_first_year_left_out() -> None:
    assert published_until() == date(2026, 12, 31)
    gap = Country("LV", {2020: (), 2021: (), 2023: ()})
    assert gap.published_until() == date(2021, 12, 31)


def test_the_table_alone_moves_a_day() -> None:
    (moved,) = LATVIA_MOVED[2023]
    friday, saturday = date(2019, 6, 14), date(2019, 6, 15)
    invented = Country("LV", {2019: (type(moved)(off=friday, worked=saturday, source="an invented order"),)})
    assert (LATVIA.is_working(friday), LATVIA.is_working(saturday)) == (True, False)
    assert (invented.is_working(friday), invented.is_working(saturday)) == (False, True)


@given(DAYS)
def test_next_working_is_the_first_working_day_from_the_day_on(day: date) -> None:
    found = next_working(day)
    assert is_working(found)
    assert found >= day
    assert not any(is_working(day + timedelta(n)) for n in range((found - day).days))


@given(DAYS, st.integers(-800, 800))
def test_between_counts_as_one_counts_on_the_fingers(a: date, shift: int) -> None:
    b = min(max(a + timedelta(shift), date(1991, 1, 1)), date(2100, 12, 31))
    low, high = sorted((a, b))
    counted = sum(is_working(low + timedelta(n)) for n in range(1, (high - low).days + 1))
    assert working_days_between(a, b) == (counted if a <= b else -counted)


@given(DAYS, DAYS, DAYS)
def test_between_is_half_open_so_adjoining_spans_add_up(a: date, b: date, c: date) -> None:
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)


@given(DAYS.filter(lambda day: day.year < 2098), st.integers(1, 250))
def test_the_nth_working_day_has_n_working_days_up_to_it(day: date, n: int) -> None:
    found = LATVIA.working_day_after(day, n)
    assert is_working(found)
    assert working_days_between(day, found) == n


@pytest.mark.parametrize("day", [date(1990, 12, 31), date(2101, 1, 1)])
def test_a_day_outside_the_calendar_is_refused_with_a_sentence(day: date) -> None:
    with pytest.raises(ValueError, match=f"1991.*2100.*{day.year}"):
        is_working(day)
    with pytest.raises(ValueError, match=f"1991.*2100.*{day.year}"):
        working_days_between(day, date(2026, 1, 1))


def test_counting_past_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="2101"):
        next_working(date(2100, 12, 31))


def test_a_moment_is_not_taken_for_a_day() -> None:
    with pytest.raises(ValueError, match=r"zone\.local_date"):
        is_working(datetime(2026, 11, 20, 12, tzinfo=UTC))


def test_working_days_are_counted_from_one() -> None:
    with pytest.raises(ValueError, match="from 1 on, not 0"):
        LATVIA.working_day_after(date(2026, 11, 20), 0)
