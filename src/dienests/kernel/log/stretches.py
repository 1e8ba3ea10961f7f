"""Reading the whole log in the order in which the database keeps it, which costs a third of reading it by streams.

A place is a row number on SQLite and a page of the table on PostgreSQL. Events are never removed, so a row keeps its
place; only erasing moves one, on PostgreSQL. Whoever reads must not count on the order of a stream.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connection

from dienests.kernel.log.events import Event
from dienests.kernel.log.rows import Row, listed

AT_ONCE = 2000  # rows of SQLite
PAGES = 200  # of 8 KiB, of PostgreSQL; about as many rows
WORTH_A_PROCESS = 50_000
TABLE = Event._meta.db_table


@dataclass(frozen=True, slots=True)
class Stretch:
    """The places from `begin` to before `end`.

    `tree` is False in a database of a version that had no tree yet, which an upgrade walks before it begins.
    """

    begin: int
    end: int
    tree: bool = True


def cut(parts: int, *, tree: bool = True) -> list[Stretch]:
    """Return the log cut into at most so many stretches of about as many events each; none for an empty log."""
    count = _asked(f"SELECT count(*) FROM {TABLE}")[0]
    if not count:
        return []
    if connection.vendor == "sqlite":
        first, last = _asked(f"SELECT min(rowid), max(rowid) FROM {TABLE}")
    else:
        [last] = _asked(f"SELECT pg_relation_size('{TABLE}') / current_setting('block_size')::int")
        first = 0
    parts = max(1, min(parts, count // WORTH_A_PROCESS))
    marks = [first + (last + 1 - first) * part // parts for part in range(parts + 1)]
    return [Stretch(begin, end, tree) for begin, end in pairwise(marks)]


def pages(stretch: Stretch) -> Iterator[list[Row]]:
    """Yield the rows of a stretch, a few thousand at a time; the columns are those of NAMES."""
    return _of_sqlite(stretch) if connection.vendor == "sqlite" else _of_postgresql(stretch)


def _of_sqlite(stretch: Stretch) -> Iterator[list[Row]]:
    sql = f"SELECT {listed()}, e.rowid FROM {TABLE} e WHERE e.rowid >= %s AND e.rowid < %s ORDER BY e.rowid LIMIT %s"
    begin = stretch.begin
    while found := fetched(sql, begin, stretch.end, AT_ONCE):
        yield found
        begin = found[-1][-1] + 1


def _of_postgresql(stretch: Stretch) -> Iterator[list[Row]]:
    sql = f"SELECT {listed()} FROM {TABLE} e WHERE e.ctid >= %s::tid AND e.ctid < %s::tid"
    for begin in range(stretch.begin, stretch.end, PAGES):
        yield fetched(sql, f"({begin},0)", f"({min(stretch.end, begin + PAGES)},0)")


def fetched(sql: str, *values: Any) -> list[Any]:
    """Return the rows of one statement as the driver has them; its values are marked %s on both databases."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return list(connection.connection.execute(sql.replace("%s", "?"), values).fetchall())
    import psycopg  # noqa: PLC0415 - a house on SQLite need not have it

    # In binary form the hashes need not be written as text and read again.
    with psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql, values, binary=True).fetchall()


def _asked(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()
