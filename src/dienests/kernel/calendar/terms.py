"""Legal terms as values: when something that started on a day is due, as Latvian administrative law counts.

The day of the event is not counted (Administrative Procedure Law, section 42); a term in months ends on the same date
of its last month, or on that month's last day; a term that ends on a day off ends on the next working day (section 43).
Interpretation: a day whose work was moved to a Saturday is such a day off, and that Saturday is a working day.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.days_off import LATVIA, Country
from dienests.kernel.calendar.due import Due, Term
from dienests.kernel.calendar.periods import last_day_of_month, last_day_of_quarter

__all__ = ["Due", "Term", "days", "months", "parse", "quarterly", "working_days", "yearly"]

LEAP_YEAR = 2000  # a date without a year is checked and shown in a leap year, so that 29 February can stand


@dataclass(frozen=True, slots=True)
class Counted(Term):
    """A term of n units of time."""

    n: int
    most: ClassVar[int] = 9999

    def __post_init__(self) -> None:
        if type(self.n) is not int or not 1 <= self.n <= self.most:
            sentence = _("A term counts 1 to {most} days or months, not {n}: give a whole number in between.")
            raise ValueError(format_lazy(sentence, most=self.most, n=str(self.n)))

    def __str__(self) -> str:
        return f"{self.kind}:{self.n}"

    @classmethod
    def _parsed(cls, rest: str) -> Self:
        return cls(int(rest))


class WorkingDays(Counted):
    """Ends on the n-th working day after the event."""

    __slots__ = ()
    kind = "working_days"

    def label(self) -> str:
        return ngettext("%(n)d working day", "%(n)d working days", self.n) % {"n": self.n}

    def _end(self, start: date, country: Country) -> date:
        return country.working_day_after(start, self.n)

    def put_off(self, end: date, since: date, until: date, country: Country = LATVIA) -> date:
        """Where the end lies after the term stood still: only working days stood still, for only they are counted."""
        eve = timedelta(days=1)
        still = country.working_days_between(since - eve, until - eve)
        return country.working_day_after(end, still) if still else end


class Days(Counted):
    """Ends n calendar days after the event."""

    __slots__ = ()
    kind = "days"

    def label(self) -> str:
        return ngettext("%(n)d day", "%(n)d days", self.n) % {"n": self.n}

    def _end(self, start: date, country: Country) -> date:
        return start + timedelta(days=self.n)


class Months(Counted):
    """Ends on the same date n months later, or on that month's last day."""

    __slots__ = ()
    kind = "months"
    most = 1200

    def label(self) -> str:
        return ngettext("%(n)d month", "%(n)d months", self.n) % {"n": self.n}

    def _end(self, start: date, country: Country) -> date:
        years, month = divmod(start.month - 1 + self.n, 12)
        return _date_or_last(start.year + years, month + 1, start.day)


@dataclass(frozen=True, slots=True)
class Quarterly(Term):
    """Ends with the calendar quarter of the event, even when the event falls on its last day."""

    kind: ClassVar[str] = "quarterly"

    def label(self) -> str:
        return gettext("once in every quarter")

    def __str__(self) -> str:
        return self.kind

    @classmethod
    def _parsed(cls, rest: str) -> Self:
        return cls()

    def _end(self, start: date, country: Country) -> date:
        return last_day_of_quarter(start)


@dataclass(frozen=True, slots=True)
class Yearly(Term):
    """Ends on the next such date after the event; 29 February is the 28th in ordinary years."""

    month: int
    day: int
    kind: ClassVar[str] = "yearly"

    def __post_init__(self) -> None:
        try:
            date(LEAP_YEAR, self.month, self.day)
        except (TypeError, ValueError):
            sentence = _("No year has a day {day} in month {month}: give month and day, such as (11, 15).")
            raise ValueError(format_lazy(sentence, day=str(self.day), month=str(self.month))) from None

    def label(self) -> str:
        by = date_format(date(LEAP_YEAR, self.month, self.day), "MONTH_DAY_FORMAT")
        return gettext("once a year, last day: %(date)s") % {"date": by}

    def __str__(self) -> str:
        return f"{self.kind}:{self.month:02}-{self.day:02}"

    @classmethod
    def _parsed(cls, rest: str) -> Self:
        month, day = rest.split("-")
        return cls(int(month), int(day))

    def _end(self, start: date, country: Country) -> date:
        end = _date_or_last(start.year, self.month, self.day)
        return end if end > start else _date_or_last(start.year + 1, self.month, self.day)


def working_days(n: int) -> Term:
    """A term of n working days."""
    return WorkingDays(n)


def days(n: int) -> Term:
    """A term of n calendar days."""
    return Days(n)


def months(n: int) -> Term:
    """A term of n months."""
    return Months(n)


def quarterly() -> Term:
    """At least once in every calendar quarter."""
    return Quarterly()


def yearly(*, by: tuple[int, int]) -> Term:
    """Once a year, by a month and day such as (11, 15)."""
    return Yearly(*by)


def parse(text: str) -> Term:
    """The term that `str` wrote; any other text is refused."""
    kind, _colon, rest = text.partition(":")
    with suppress(ValueError):
        for known in (WorkingDays, Days, Months, Quarterly, Yearly):
            # Comparing with the canonical text refuses leading zeros, spaces, and whatever else int() would forgive.
            if known.kind == kind and str(term := known._parsed(rest)) == text:
                return term
    sentence = _("“{text}” is not a term: write working_days:10, days:30, months:1, quarterly or yearly:11-15.")
    raise ValueError(format_lazy(sentence, text=text))


def _date_or_last(year: int, month: int, day: int) -> date:
    """The date, or the month's last day where the month is too short for it."""
    last = last_day_of_month(year, month)
    return last.replace(day=min(day, last.day))
