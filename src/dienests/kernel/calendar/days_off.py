"""Days off and working days of Latvia: weekends, public holidays, and working days moved to a Saturday.

Holidays come from the `holidays` library, which also knows the days off given when 4 May, 18 November or the closing
day of the Song and Dance Celebration falls on a weekend (law on public holidays, section 1); 1 May is not made up for.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.moved_days import LATVIA_MOVED, MovedDay

__all__ = ["LATVIA", "Country", "is_working", "next_working", "published_until", "working_days_between"]

SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 1991, 2100  # what the holidays library covers for Latvia


class Year(NamedTuple):
    """One calendar year sorted out: its days off for membership, its working days in order for counting."""

    off: frozenset[date]
    working: tuple[date, ...]


class Country:
    """The working calendar of a country; years are worked out once, when first asked for."""

    def __init__(self, code: str, moved: Mapping[int, tuple[MovedDay, ...]]) -> None:
        self.code = code
        self._moved = moved
        self._years: dict[int, Year] = {}
        last = min(moved)
        while last + 1 in moved:  # a year left out ends what is certain, whatever is known beyond it
            last += 1
        self._published_until = date(last, 12, 31)

    def __repr__(self) -> str:
        return f"Country({self.code!r})"

    def is_working(self, day: date) -> bool:
        """Whether the institutions of the state work on this day."""
        if isinstance(day, datetime):
            raise ValueError(f"{day} is a moment; take its day with zone.local_date first.")
        return day not in (self._years.get(day.year) or self._year(day.year)).off

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, else the first working day after it."""
        if self.is_working(day):
            return day
        return self.working_day_after(day, 1)

    def working_day_after(self, day: date, n: int) -> date:
        """The n-th working day after the day, which itself is not counted; n is 1 or more."""
        if n < 1:
            raise ValueError(f"Working days are counted from 1 on, not {n}.")
        self.check(day)
        year = day.year
        index = bisect_right(self._year(year).working, day) + n - 1
        while index >= len(working := self._year(year).working):
            index -= len(working)
            year += 1
        return working[index]

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days lie in (a, b], that is after a and up to b; negative when b is before a."""
        self.check(a)
        self.check(b)
        if b < a:
            return -self.working_days_between(b, a)
        whole_years = sum(len(self._year(year).working) for year in range(a.year, b.year))
        return whole_years + self._worked_in_year_until(b) - self._worked_in_year_until(a)

    def published_until(self) -> date:
        """The last day whose moved working days are known; terms reaching past it are provisional."""
        return self._published_until

    def check(self, day: date) -> None:
        """Refuse, with a sentence, a moment or a day that lies outside the calendar."""
        self.is_working(day)

    def _worked_in_year_until(self, day: date) -> int:
        return bisect_right(self._year(day.year).working, day)

    def _year(self, number: int) -> Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._sorted_out(number)
        return year

    def _sorted_out(self, number: int) -> Year:
        if not FIRST_YEAR <= number <= LAST_YEAR:
            sentence = _("The calendar of days off covers the years {first} to {last}, not {year}: choose another day.")
            raise ValueError(format_lazy(sentence, first=FIRST_YEAR, last=LAST_YEAR, year=number))
        # Importing the library costs half a second of the start, and most pages need no day off.
        from holidays import country_holidays  # noqa: PLC0415 - heavy

        public = country_holidays(self.code, years=number)
        moves = self._moved.get(number, ())
        off = set(public) | {move.off for move in moves}
        worked = set(public.weekend_workdays) | {move.worked for move in moves}
        first = date(number, 1, 1)
        days = [first + timedelta(n) for n in range((date(number + 1, 1, 1) - first).days)]
        free = frozenset(day for day in days if day in off or (day.weekday() >= SATURDAY and day not in worked))
        return Year(free, tuple(day for day in days if day not in free))


LATVIA = Country("LV", LATVIA_MOVED)

is_working = LATVIA.is_working
next_working = LATVIA.next_working
published_until = LATVIA.published_until
working_days_between = LATVIA.working_days_between
