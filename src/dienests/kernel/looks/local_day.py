"""Local days and months in the database; on SQLite without Django's functions, which call Python for every row.

Latvia keeps the summer time of the European Union (Directive 2000/84/EC): from the last Sunday of March, 01:00 UTC, to
the last Sunday of October, 01:00 UTC. Between the last week of March and that of October nothing else is asked. A test
compares every hour of twenty years with the time zone database, so that a change of the rule is noticed.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import DateField
from django.db.models.functions import TruncDate, TruncMonth

from dienests.kernel.calendar.zone import RIGA

FIRST, LAST = 2015, 2045  # years whose last weeks of March and October are told apart
WINTER, SUMMER = "+2 hours", "+3 hours"


def day(column: str) -> TruncDate:
    """Return the day in Latvia of a moment."""
    return LocalDay(column, tzinfo=RIGA)


def month(column: str) -> TruncMonth:
    """Return the first day of the month in Latvia of a moment."""
    return LocalMonth(column, tzinfo=RIGA, output_field=DateField())


class LocalDay(TruncDate):
    """The local day, worked out by SQLite itself."""

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return the expression for SQLite."""
        column, values = compiler.compile(self.lhs)
        assert not values, "a column, not an expression, is repeated"
        return f"date({_second(column)}, {_offset(column)})", ()


class LocalMonth(TruncMonth):
    """The first day of the local month, worked out by SQLite itself."""

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return the expression for SQLite."""
        column, values = compiler.compile(self.lhs)
        assert not values, "a column, not an expression, is repeated"
        return f"date({_second(column)}, {_offset(column)}, 'start of month')", ()


def _second(column: str) -> str:
    """Return the moment without parts of a second, which SQLite would round up, at the end of a day to the next one."""
    return f"substr({column}, 1, 19)"


def _offset(column: str) -> str:
    """Return by how much the local clock is ahead of UTC, as SQLite adds it."""
    within = f"substr({column}, 6, 5)"
    changes = " ".join(
        f"WHEN {column} >= '{_change(year, 3)}' AND {column} < '{_change(year, 10)}' THEN '{SUMMER}'"
        for year in range(FIRST, LAST + 1)
    )
    return (
        f"CASE WHEN {within} >= '04-01' AND {within} < '10-25' THEN '{SUMMER}' "
        f"WHEN {within} < '03-25' OR {within} >= '11-01' THEN '{WINTER}' {changes} ELSE '{WINTER}' END"
    )


def _change(year: int, month: int) -> str:
    """Return the moment of the last Sunday of a month of 31 days at which the clock changes, as SQLite keeps it."""
    last = date(year, month, 31)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    return f"{datetime(sunday.year, sunday.month, sunday.day, 1, tzinfo=UTC):%Y-%m-%d %H:%M:%S}"
