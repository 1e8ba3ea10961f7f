"""The pace of an office: messages come in on working days, ever more of them, and are handled in office hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from math import sqrt
from random import Random

from dienests.kernel.calendar.days_off import LATVIA
from dienests.kernel.calendar.periods import last_day_of_quarter
from dienests.kernel.calendar.zone import RIGA

GROWTH = 1.5  # at the end come 1 + GROWTH times as many messages as in the beginning
SITTING_BEFORE = timedelta(days=12)  # the last sitting of a quarter is held about so long before its end


def arrivals(n: int, begin: date, end: date, chance: Random) -> Iterator[date]:
    """Yield the working days on which n messages come in, oldest first."""
    span = (end - begin).days
    for number in range(n):
        share = (number + chance.random()) / n
        # The inverse of the share of messages that have come by a part of the time, when their rate grows evenly.
        part = (sqrt(1 + GROWTH * (2 + GROWTH) * share) - 1) / GROWTH
        yield LATVIA.next_working(begin + timedelta(days=int(span * part)))


def in_office(day: date, chance: Random) -> datetime:
    """Return a moment of a day within office hours."""
    minutes = chance.randrange(8 * 60 + 30, 16 * 60 + 30)
    return datetime.combine(day, time(minutes // 60, minutes % 60), RIGA).astimezone(UTC)


def after(day: date, working_days: int) -> date:
    """Return the day so many working days later."""
    return LATVIA.working_day_after(day, working_days)


def sitting_of_quarter(day: date) -> date:
    """Return the day of the last sitting in the quarter of a day."""
    return LATVIA.next_working(last_day_of_quarter(day) - SITTING_BEFORE)
