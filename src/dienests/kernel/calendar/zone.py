"""The local clock of Latvia: which day a moment belongs to, and when a day begins and ends.

Moments are answered in UTC: the difference of two moments of one local zone ignores a change of the clock between
them, the difference of two UTC moments does not.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["RIGA", "end_of", "local_date", "noon_of", "start_of"]

RIGA = ZoneInfo("Europe/Riga")


def local_date(at: datetime) -> date:
    """The day in Latvia at this moment, which must carry its time zone."""
    if at.tzinfo is None:
        raise ValueError(f"The moment {at} has no time zone: give an aware datetime.")
    return at.astimezone(RIGA).date()


def start_of(day: date) -> datetime:
    """The first moment of the day in Latvia, in UTC."""
    if isinstance(day, datetime):
        raise ValueError(f"{day} is a moment; take its day with local_date first.")
    return datetime.combine(day, time.min, RIGA).astimezone(UTC)


def noon_of(day: date) -> datetime:
    """Twelve hours after the day in Latvia began, in UTC: for what is known by its day alone."""
    return start_of(day) + timedelta(hours=12)


def end_of(day: date) -> datetime:
    """The moment at which the day in Latvia is over, in UTC: it no longer belongs to the day (half-open)."""
    return start_of(day + timedelta(days=1))
