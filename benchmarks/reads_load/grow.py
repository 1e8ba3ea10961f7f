"""Growing the table of read events in bulk: a year of looks by all officials, as many as are asked for.

Synthetic are persons looked at and cases (random ids, save those of the person whose own page is measured: real
cases); readers, mandates, pages, purposes and kinds are those of the demonstration. Four of a hundred have no case.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from benchmarks.caselist_load.prototypes import EMPLOYEE, OPENER, Cast
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.cases.case import Case
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.tables.columns import columns

YEAR = 365 * 24 * 3600
AT_ONCE = 50_000
PAGES = (("case", "chair", "report-content reporter"), ("desk", "list", "reporter"), ("print", "chair", "answer"))


def grow(cast: Cast, *, looks: int, own: int) -> dict[str, Any]:
    """Write the looks; return how long it took and how many bytes a row takes, its indexes among them."""
    chance, begin = random.Random(20261130), time.perf_counter()
    mandates = list(Mandate.objects.filter(office__institution=cast.institution).exclude(office__slug=EMPLOYEE))
    cases = list(Case.objects.filter(procedure="ethics-report").values_list("pk", flat=True)[:200])
    person, now, before = cast.holders[OPENER].pk, datetime.now(UTC), _bytes()
    rows: list[dict[str, Any]] = []
    with transaction.atomic():
        for number in range(looks):
            whom = person if number < own else None
            rows.append(_row(chance, chance.choice(mandates), cases, now, whom))
            if len(rows) == AT_ONCE:
                _write(rows)
                rows = []
        _write(rows)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return {
        "looks": ReadEvent.objects.count(), "own": own, "grown_in_s": round(time.perf_counter() - begin, 1),
        "bytes_per_look": round((_bytes() - before) / looks),
    }  # fmt: skip


def _row(
    chance: random.Random, mandate: Mandate, cases: list[UUID], now: datetime, person: UUID | None
) -> dict[str, Any]:
    at, alone = now - timedelta(seconds=chance.randrange(YEAR)), person is None and chance.randrange(25) == 0
    page, purpose, kinds = ("people-search", "meklēts tālrunis", "name") if alone else chance.choice(PAGES)
    return {
        "at": at, "reader": mandate.person_id, "mandate": mandate.pk, "person": person or _key(chance),
        "case": None if alone else chance.choice(cases) if person else _key(chance),
        "search": _key(chance) if alone else None, "purpose": purpose, "categories": kinds, "page": page,
    }  # fmt: skip


def _key(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _write(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    table, names = columns(ReadEvent), list(rows[0])
    listed = ", ".join(table.quoted[name] for name in names)
    values: Iterator[list[Any]] = ([table.value(name, row[name]) for name in names] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table.table} ({listed}) FROM STDIN") as copy:
                for each in values:
                    copy.write_row(each)
            return
        marks = ", ".join("?" * len(names))
        sqlite: Any = connection.connection
        sqlite.executemany(f"INSERT INTO {table.table} ({listed}) VALUES ({marks})", values)


def _bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s)", [ReadEvent._meta.db_table])
        else:
            cursor.execute("SELECT (SELECT * FROM pragma_page_count()) * (SELECT * FROM pragma_page_size())")
        return int(cursor.fetchone()[0])
