"""Counting looks: how many under each mandate in each of many periods, in one statement along one index.

A period is counted by a walk along the index (at, mandate) alone, so that a million looks are counted without reading
one row; there is no grouping by local days in the database, whose functions for that are slow on SQLite.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.calendar.zone import start_of
from dienests.kernel.tables.columns import columns

Span = tuple[datetime, datetime]  # half-open
DAY = timedelta(days=1)
AT_ONCE = 400  # SQLite joins at most 500 selections


def counted(spans: Sequence[Span], *, without: Collection[UUID] = ()) -> list[dict[UUID, int]]:
    """Return the looks of each span by mandate, save those in the cases `without`; one statement for 400 spans."""
    found: list[dict[UUID, int]] = [{} for _span in spans]
    for first in range(0, len(spans), AT_ONCE):
        sql, values = _statement(spans[first : first + AT_ONCE], without)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            for place, mandate, looks in cursor.fetchall():
                found[first + place][mandate if isinstance(mandate, UUID) else UUID(mandate)] = looks
    return found


def _statement(spans: Sequence[Span], without: Collection[UUID]) -> tuple[str, list[Any]]:
    table, parts, values = columns(ReadEvent), [], []
    kept = [table.value("case", each) for each in without]
    but = f" AND (e.{table.quoted['case']} IS NULL OR e.{table.quoted['case']} NOT IN ({_marks(kept)}))" if kept else ""
    for place, (begins, ends) in enumerate(spans):
        parts.append(
            f"SELECT {place}, e.mandate, COUNT(*) FROM {table.table} e WHERE e.at >= %s AND e.at < %s "
            f"AND e.mandate IS NOT NULL{but} GROUP BY e.mandate"
        )
        values += [table.value("at", begins), table.value("at", ends), *kept]
    return " UNION ALL ".join(parts), values


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def whole(day: date, length: int = 1) -> Span:
    """Return the span of so many local days."""
    return start_of(day), start_of(day + DAY * length)
