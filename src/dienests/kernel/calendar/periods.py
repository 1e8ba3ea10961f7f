"""Where calendar months and quarters end."""

from datetime import date, timedelta

__all__ = ["last_day_of_month", "last_day_of_quarter"]


def last_day_of_month(year: int, month: int) -> date:
    """The last day of a month: its 28th, 29th, 30th or 31st."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def last_day_of_quarter(day: date) -> date:
    """The last day of the calendar quarter that holds the day."""
    return last_day_of_month(day.year, day.month + (-day.month) % 3)
