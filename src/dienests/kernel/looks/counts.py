"""Counting looks: how many under each mandate in each of many periods, in one statement along one index.

For every official and period the index (reader, at, mandate) is walked alone, so that a million looks are counted
without reading one row. There is no grouping by local days in the database, whose functions for that are slow on
SQLite; and no index for this purpose only, for each one is paid by every page that records a look.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.spreading import spread
from dienests.kernel.calendar.zone import start_of
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.tables.columns import columns

Span = tuple[datetime, datetime]  # half-open
DAY = timedelta(days=1)
AT_ONCE = 400  # SQLite joins at most 500 selections


def counted(spans: Sequence[Span], *, institution: int, without: Collection[UUID] = ()) -> list[dict[UUID, int]]:
    """Return the looks of each span by mandate, by all who ever held an office of the institution.

    Looks in the cases `without` are left out. One statement for 400 spans.
    """
    spread(ReadEvent)
    found: list[dict[UUID, int]] = [{} for _span in spans]
    for first in range(0, len(spans), AT_ONCE):
        sql, values = _statement(spans[first : first + AT_ONCE], institution, without)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            for place, mandate, looks in cursor.fetchall():
                found[first + place][mandate if isinstance(mandate, UUID) else UUID(mandate)] = looks
    return found


def _statement(spans: Sequence[Span], institution: int, without: Collection[UUID]) -> tuple[str, list[Any]]:
    table, parts, values = columns(ReadEvent), [], [institution]
    kept = [table.value("case", each) for each in without]
    case = table.quoted["case"]
    but = f" AND (e.{case} IS NULL OR e.{case} NOT IN ({', '.join(['%s'] * len(kept))}))" if kept else ""
    # From the few officials to their looks: SQLite keeps the order of a CROSS JOIN, PostgreSQL that of a LATERAL.
    counts = (
        f"SELECT e.mandate, COUNT(*) AS looks FROM {{}}{table.table} e WHERE e.reader = who.person_id AND e.at >= %s "
        f"AND e.at < %s AND e.mandate IS NOT NULL{but} GROUP BY e.mandate"
    )
    for place, (begins, ends) in enumerate(spans):
        if connection.vendor == "postgresql":
            parts.append(f"SELECT {place}, l.mandate, l.looks FROM who, LATERAL ({counts.format('')}) l")
        else:
            parts.append(counts.format("who CROSS JOIN ").replace("SELECT ", f"SELECT {place}, ", 1))
        values += [table.value("at", begins), table.value("at", ends), *kept]
    who = (
        f"WITH who AS MATERIALIZED (SELECT DISTINCT m.person_id FROM {columns(Mandate).table} m "
        f"JOIN {columns(Office).table} o ON o.id = m.office_id WHERE o.institution_id = %s) "
    )
    return who + " UNION ALL ".join(parts), values


def whole(day: date, length: int = 1) -> Span:
    """Return the span of so many local days."""
    return start_of(day), start_of(day + DAY * length)
