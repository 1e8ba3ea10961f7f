"""Rhythms: the periods of a duty, half-open, and the day by which it is due in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from dienests.kernel.calendar.due import Due, Term
from dienests.kernel.calendar.periods import last_day_of_month, last_day_of_quarter
from dienests.kernel.calendar.terms import Months, Quarterly, Yearly, parse

__all__ = ["Period", "check", "complaint", "period_of", "periods"]

YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """begins <= day < ends, and the last day on which the duty is done in time: a working day."""

    begins: date
    ends: date
    due: Due


def complaint(rhythm: Term) -> str:
    """Return one sentence where a term is no rhythm; nothing where it is one."""
    fits = isinstance(rhythm, Quarterly | Yearly) or (isinstance(rhythm, Months) and YEAR % rhythm.n == 0)
    sentence = _("“%(term)s” is no rhythm: write quarterly, yearly:11-15, or months:1, 2, 3, 4, 6 or 12.")
    return "" if fits else sentence % {"term": str(rhythm)}


def check(text: str) -> None:
    """Raise ValueError where the text of a parameter is no rhythm."""
    if sentence := complaint(parse(text)):
        raise ValueError(sentence)


def period_of(rhythm: Term, day: date) -> Period:
    """Return the period that holds the day: a quarter, a calendar year, or so many months from January on.

    A yearly duty by 15 November has the calendar year as its period. A due day off is the next working day, which may
    lie beyond the period.
    """
    begins, last = _bounds(rhythm, day)
    by = rhythm if isinstance(rhythm, Yearly) else Yearly(last.month, last.day)
    return Period(begins, last + timedelta(days=1), by.due(begins - timedelta(days=1)))


def periods(rhythm: Term, since: date, until: date) -> Iterator[Period]:
    """Yield the periods that hold a day of since <= day <= until, and are not due before `since`."""
    found = period_of(rhythm, since)
    while found.begins <= until:
        if found.due.on >= since:
            yield found
        found = period_of(rhythm, found.ends)


def _bounds(rhythm: Term, day: date) -> tuple[date, date]:
    if isinstance(rhythm, Quarterly):
        last = last_day_of_quarter(day)
        return date(last.year, last.month - 2, 1), last
    if isinstance(rhythm, Months):
        first = (day.month - 1) // rhythm.n * rhythm.n + 1
        return date(day.year, first, 1), last_day_of_month(day.year, first + rhythm.n - 1)
    return date(day.year, 1, 1), date(day.year, 12, 31)
