"""Rhythms: half-open periods, due days by the calendar, moved off days off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dienests.kernel.calendar.days_off import LATVIA
from dienests.kernel.calendar.terms import Term, days, months, quarterly, yearly
from dienests.kernel.duties.rhythm import check, complaint, period_of, periods

RHYTHMS = [quarterly(), yearly(by=(11, 15)), yearly(by=(2, 29)), *(months(n) for n in (1, 2, 3, 4, 6, 12))]


def test_a_quarter_is_due_on_its_last_working_day_or_the_next() -> None:
    third = period_of(quarterly(), date(2026, 8, 1))
    assert (third.begins, third.ends, third.due.on) == (date(2026, 7, 1), date(2026, 10, 1), date(2026, 9, 30))
    last = period_of(quarterly(), date(2027, 12, 31))
    assert last.due.on == date(2027, 12, 31) or LATVIA.is_working(last.due.on)


def test_a_yearly_duty_has_the_calendar_year_and_rolls_over_a_weekend() -> None:
    year = period_of(yearly(by=(11, 15)), date(2026, 11, 20))
    assert (year.begins, year.ends, year.due.on) == (date(2026, 1, 1), date(2027, 1, 1), date(2026, 11, 16))  # a Sunday


@given(some.sampled_from(RHYTHMS), some.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_periods_follow_each_other_without_gap_or_overlap(rhythm: Term, day: date) -> None:
    here = period_of(rhythm, day)
    assert here.begins <= day < here.ends
    assert here.begins <= here.due.on
    assert LATVIA.is_working(here.due.on)
    assert period_of(rhythm, here.ends).begins == here.ends
    assert period_of(rhythm, here.ends - timedelta(days=1)) == here


def test_what_was_due_before_the_first_day_is_not_owed() -> None:
    found = list(periods(yearly(by=(2, 1)), date(2026, 3, 2), date(2027, 5, 1)))
    assert [each.begins for each in found] == [date(2027, 1, 1)]


@pytest.mark.parametrize("text", ["working_days:10", "months:5", "days:30"])
def test_what_does_not_recur_evenly_is_no_rhythm(text: str) -> None:
    with pytest.raises(ValueError, match=r"no rhythm|nav periodiskums"):
        check(text)
    assert complaint(days(30))
    assert not complaint(quarterly())
