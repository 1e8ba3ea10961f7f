"""Terms on known dates, and what holds for every term on every date."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dienests.kernel.calendar.days_off import is_working, next_working, published_until
from dienests.kernel.calendar.terms import Due, Term, days, months, parse, quarterly, working_days, yearly

STARTS = st.dates(date(1992, 1, 1), date(2090, 12, 31))
LEAP_DAYS = st.dates(date(2000, 1, 1), date(2000, 12, 31))
TERMS = st.one_of(
    st.integers(1, 600).map(working_days),
    st.integers(1, 2000).map(days),
    st.integers(1, 60).map(months),
    st.just(quarterly()),
    LEAP_DAYS.map(lambda day: yearly(by=(day.month, day.day))),
)


@pytest.mark.parametrize(
    ("term", "start", "due"),
    [
        # the day of the event is not counted
        (working_days(1), date(2026, 11, 19), date(2026, 11, 20)),
        (days(1), date(2026, 11, 19), date(2026, 11, 20)),
        # 18 November is a holiday
        (working_days(10), date(2026, 11, 6), date(2026, 11, 23)),
        # 23 December moved to the 14th, 30 December to the 28th: both Saturdays count, both Mondays do not
        (working_days(8), date(2024, 12, 13), date(2024, 12, 28)),
        (working_days(9), date(2024, 12, 13), date(2025, 1, 2)),
        (days(10), date(2024, 12, 13), date(2024, 12, 27)),
        (days(4), date(2024, 12, 10), date(2024, 12, 14)),
        # over the change of the clock, in spring and in autumn
        (days(1), date(2026, 3, 28), date(2026, 3, 30)),
        (days(30), date(2026, 10, 1), date(2026, 11, 2)),
        # months end on the same date, or on the last day of a shorter month
        (months(1), date(2026, 6, 15), date(2026, 7, 15)),
        (months(1), date(2024, 1, 31), date(2024, 2, 29)),
        (months(1), date(2025, 1, 31), date(2025, 2, 28)),
        (months(12), date(2024, 2, 29), date(2025, 2, 28)),
        (months(2), date(2025, 12, 31), date(2026, 3, 2)),  # 28 February 2026 is a Saturday
        (months(1), date(2026, 5, 23), date(2026, 6, 25)),  # Midsummer
        (months(4), date(2025, 9, 2), date(2026, 1, 5)),  # 2 January 2026 was a moved day
        # quarters
        (quarterly(), date(2026, 1, 1), date(2026, 3, 31)),
        (quarterly(), date(2026, 3, 31), date(2026, 3, 31)),
        (quarterly(), date(2026, 4, 1), date(2026, 6, 30)),
        (quarterly(), date(2026, 8, 15), date(2026, 9, 30)),
        (quarterly(), date(2025, 11, 20), date(2026, 1, 5)),  # New Year's Eve to 4 January are days off
        # years
        (yearly(by=(11, 15)), date(2024, 3, 1), date(2024, 11, 15)),
        (yearly(by=(11, 15)), date(2024, 11, 14), date(2024, 11, 15)),
        (yearly(by=(11, 15)), date(2024, 11, 15), date(2025, 11, 19)),  # a Saturday, then a moved day and a holiday
        (yearly(by=(11, 15)), date(2026, 1, 10), date(2026, 11, 16)),  # a Sunday
        (yearly(by=(2, 29)), date(2023, 3, 1), date(2024, 2, 29)),
        (yearly(by=(2, 29)), date(2024, 3, 1), date(2025, 2, 28)),
    ],
)
def test_a_known_term_is_due_on_its_known_day(term: Term, start: date, due: date) -> None:
    assert term.due(start) == Due(due, provisional=False)


@given(TERMS, STARTS)
@example(months(1), date(2024, 1, 31))
@example(yearly(by=(2, 29)), date(2025, 2, 28))
@example(quarterly(), date(2026, 12, 31))
def test_a_term_is_never_due_on_a_day_off_nor_before_its_start(term: Term, start: date) -> None:
    due = term.due(start).on
    assert is_working(due)
    assert due >= start
    assert due > start or term == quarterly()


@given(TERMS, STARTS, STARTS)
def test_who_starts_later_is_never_due_earlier(term: Term, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert term.due(earlier).on <= term.due(later).on


@given(TERMS, STARTS)
def test_one_day_later_is_never_due_earlier(term: Term, start: date) -> None:
    assert term.due(start).on <= term.due(start + timedelta(days=1)).on


@given(st.sampled_from([working_days, days, months]), st.integers(1, 120), STARTS.filter(lambda d: d.year < 2080))
def test_a_longer_term_is_never_due_earlier(kind: Callable[[int], Term], n: int, start: date) -> None:
    assert kind(n).due(start).on <= kind(n + 1).due(start).on


@given(TERMS, st.dates(date(2020, 1, 1), date(2032, 12, 31)))
@example(quarterly(), date(2026, 12, 1))
@example(working_days(1), date(2026, 12, 29))
@example(working_days(1), date(2026, 12, 30))
def test_a_term_is_provisional_when_it_reaches_past_what_is_published(term: Term, start: date) -> None:
    due = term.due(start)
    assert due.provisional == (due.on > published_until())


def test_the_last_working_day_published_is_certain_and_the_next_is_not() -> None:
    assert working_days(1).due(date(2026, 12, 29)) == Due(date(2026, 12, 30), provisional=False)
    assert working_days(2).due(date(2026, 12, 29)) == Due(date(2027, 1, 4), provisional=True)


@given(st.integers(1, 240), STARTS.filter(lambda day: day.year < 2080))
@example(1, date(2024, 1, 31))
@example(13, date(2023, 1, 31))
@example(12, date(2024, 2, 29))
def test_months_end_on_the_same_date_or_the_last_day_of_the_month(n: int, start: date) -> None:
    year, month = start.year + (start.month - 1 + n) // 12, (start.month - 1 + n) % 12 + 1
    end = date(year, month, min(start.day, monthrange(year, month)[1]))
    assert months(n).due(start).on == next_working(end)


@given(STARTS)
def test_a_quarter_is_due_when_no_other_day_of_it_is_left(start: date) -> None:
    end = start
    while (end.month - 1) // 3 == (start.month - 1) // 3 and end.year == start.year:
        end += timedelta(days=1)
    assert quarterly().due(start).on == next_working(end - timedelta(days=1))


@given(STARTS, LEAP_DAYS)
def test_a_year_later_the_yearly_day_comes_again(start: date, by: date) -> None:
    assume((by.month, by.day) != (2, 29))
    term = yearly(by=(by.month, by.day))
    end = next(end for year in (start.year, start.year + 1) if (end := date(year, by.month, by.day)) > start)
    assert term.due(start).on == next_working(end)
    assert term.due(end).on == next_working(end.replace(year=end.year + 1))


@given(TERMS)
def test_a_term_is_read_back_as_it_was_written(term: Term) -> None:
    again = parse(str(term))
    assert again == term
    assert hash(again) == hash(term)
    assert type(again) is type(term)


@given(st.text() | st.from_regex(r"(working_days|days|months|quarterly|yearly):?[0-9 _+-]{0,6}", fullmatch=True))
def test_what_is_read_is_exactly_what_would_be_written(text: str) -> None:
    try:
        term = parse(text)
    except ValueError:
        return  # refused: the sentence has its own test
    assert str(term) == text


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (working_days(10), "working_days:10"),
        (days(30), "days:30"),
        (months(1), "months:1"),
        (quarterly(), "quarterly"),
        (yearly(by=(11, 15)), "yearly:11-15"),
        (yearly(by=(2, 1)), "yearly:02-01"),
    ],
)
def test_a_term_is_written_as_documented(term: Term, text: str) -> None:
    assert str(term) == text
    assert parse(text) == term


@pytest.mark.parametrize(
    "text",
    ["", "10", "days", "days:", "days:0", "days:-1", "days:010", "days: 10", "days:1_0", "days:١", "days:99999",
     "months:1201", "weeks:2", "quarterly:", "quarterly:1", "yearly", "yearly:1-2", "yearly:13-01", "yearly:02-30",
     "yearly:11-15-2026", "Days:10", "working_days:10\n", "days:" + "9" * 5000],
)  # fmt: skip
def test_any_other_text_is_refused_with_a_sentence(text: str) -> None:
    with override("en"), pytest.raises(ValueError, match=r"is not a term: write working_days:10, .*\.$"):
        parse(text)


@pytest.mark.parametrize("n", [0, -1, 10_000, 1.5, "3", True, None])
def test_a_number_of_days_that_is_no_number_of_days_is_refused(n: Any) -> None:
    for kind in (working_days, days, months):
        with override("en"), pytest.raises(ValueError, match="give a whole number in between"):
            kind(n)


@pytest.mark.parametrize("by", [(2, 30), (13, 1), (0, 1), (11, 31), ("11", "15")])
def test_a_day_of_the_year_that_does_not_exist_is_refused(by: Any) -> None:
    with override("en"), pytest.raises(ValueError, match="give month and day"):
        yearly(by=by)


def test_a_start_outside_the_calendar_is_refused() -> None:
    for term in (working_days(1), days(1), months(1), quarterly(), yearly(by=(11, 15))):
        for start in (date(1990, 6, 1), date(9999, 12, 31)):
            with override("en"), pytest.raises(ValueError, match="covers the years 1991 to 2100"):
                term.due(start)
    with override("en"), pytest.raises(ValueError, match="covers the years 1991 to 2100, not 2125"):
        months(1200).due(date(2025, 1, 1))


def test_a_moment_is_not_taken_for_the_day_it_started() -> None:
    with pytest.raises(ValueError, match=r"zone\.local_date"):
        days(10).due(datetime(2026, 11, 20, 23, 30, tzinfo=UTC))


def test_terms_are_values() -> None:
    assert days(10) == days(10)
    assert days(10) != working_days(10)
    assert len({months(1), months(1), months(2), quarterly(), quarterly()}) == 3
    term: Any = days(10)
    with pytest.raises(AttributeError):
        term.n = 11


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (working_days(1), "1 working day"),
        (working_days(10), "10 working days"),
        (days(1), "1 day"),
        (days(30), "30 days"),
        (months(1), "1 month"),
        (months(4), "4 months"),
        (quarterly(), "once in every quarter"),
        (yearly(by=(11, 15)), "once a year, last day: November 15"),
    ],
)
def test_a_term_is_named_in_words(term: Term, words: str) -> None:
    with override("en"):
        assert term.label() == words
