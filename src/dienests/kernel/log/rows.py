"""Reading the log as it lies in the database, however it was tampered with.

The database is asked without the converters of the ORM: SQLite keeps whatever was written into a column, and one row
with a broken value must be named, not stop the walk.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connection

from dienests.kernel.log.events import Event
from dienests.kernel.log.sealed import Sealed

AT_ONCE = 2000
WORTH_A_PROCESS = 50_000
KEY = ("stream_kind", "stream", "position")
NAMES = tuple(field.attname for field in Event._meta.concrete_fields)
UUIDS = frozenset({"id", "stream", "mandate", "participant"})
BYTES = frozenset({"salt", "commitment", "previous", "leaf"})
Row = Sequence[Any]  # the columns of an event in the order of NAMES, then its index and leaf in the tree


class Unreadable:
    """A row that does not hold what an event holds; its place is told as far as it can be made out."""

    def __init__(self, stream_kind: Any, stream: Any, position: Any) -> None:
        self.stream_kind, self.position = str(stream_kind), position if isinstance(position, int) else 0
        with suppress(ValueError, TypeError, AttributeError):
            stream = _value("stream", stream)
        self.stream: UUID = stream


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the log: streams from one key on, up to another; a key is (stream kind, stream) as columns hold it.

    `tree` is False in a database of a version that had no tree yet, which an upgrade walks before it begins.
    """

    begin: tuple[Any, Any] | None = None
    end: tuple[Any, Any] | None = None
    tree: bool = True


def pages(stretch: Stretch) -> Iterator[list[Row]]:
    """Yield the rows of a stretch, stream by stream, oldest first, a few thousand at a time."""
    last: Row | None = None
    while True:
        found = _page(stretch, last)
        if found:
            yield found
        if len(found) < AT_ONCE:
            return
        last = [found[-1][NAMES.index(name)] for name in KEY]


def of_stream(kind: str, stream: UUID, *, tree: bool = True) -> Iterator[Row]:
    """Yield the rows of one stream, oldest first."""
    key = Event._meta.get_field("stream").get_db_prep_value(stream, connection)
    yield from _rows("e.stream_kind = %s AND e.stream = %s", [kind, key], "", tree=tree)


def halves(parts: int) -> list[Stretch]:
    """Return the log cut into at most so many stretches of about as many events each, none through a stream."""
    table, ends = Event._meta.db_table, []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        count = cursor.fetchone()[0]
        parts = max(1, min(parts, count // WORTH_A_PROCESS))
        for part in range(1, parts):
            cursor.execute(
                f"SELECT stream_kind, stream FROM {table} ORDER BY {', '.join(KEY)} LIMIT 1 OFFSET %s",
                [count * part // parts],
            )
            ends.append(cursor.fetchone())
    marks = [None, *dict.fromkeys(each for each in ends if each is not None), None]
    return [Stretch(begin, end) for begin, end in pairwise(marks)]


def _page(stretch: Stretch, last: Row | None) -> list[Row]:
    limits, values = [], list[Any]()
    if last is not None:
        limits, values = [f"({_keys(KEY)}) > (%s, %s, %s)"], [*last]
    elif stretch.begin is not None:
        limits, values = [f"({_keys(KEY[:2])}) >= (%s, %s)"], [*stretch.begin]
    if stretch.end is not None:
        limits, values = [*limits, f"({_keys(KEY[:2])}) < (%s, %s)"], [*values, *stretch.end]
    return _rows(" AND ".join(limits) or "1 = 1", values, f"LIMIT {AT_ONCE}", tree=stretch.tree)


def _rows(where: str, values: list[Any], limit: str, *, tree: bool) -> list[Row]:
    columns = ", ".join(map(_column, NAMES))
    place, joined = 's."index", s.leaf', f" LEFT JOIN {Sealed._meta.db_table} s ON s.event = e.id"
    if not tree:
        place, joined = "NULL, NULL", ""
    sql = f"SELECT {columns}, {place} FROM {Event._meta.db_table} e{joined} WHERE {where} ORDER BY {_keys(KEY)} {limit}"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _column(name: str) -> str:
    """Return a column as text where the driver would make an object of it, which costs more than its hash."""
    column = f"e.{connection.ops.quote_name(name)}"
    if connection.vendor == "sqlite":
        return f"{column} || ''" if name == "at" else column
    if name == "at":
        return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    return f"{column}::text" if name in UUIDS or name == "payload" else column


def _keys(names: Sequence[str]) -> str:
    return ", ".join(f"e.{name}" for name in names)


def event_of(row: Row) -> Event | Unreadable:
    """Return a row as an event."""
    named = dict(zip(NAMES, row, strict=False))
    try:
        return Event(**{name: _value(name, value) for name, value in named.items()})
    except (ValueError, TypeError, AttributeError):
        return Unreadable(*(named[name] for name in KEY))


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in UUIDS:
        return value if isinstance(value, UUID) else UUID(value)
    if name in BYTES:
        return as_bytes(value)
    if name == "position" and not isinstance(value, int):
        raise TypeError("a position is a whole number")
    if name == "at":
        at: datetime = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite keeps moments of UTC without their zone
    if name == "payload":
        return json.loads(value) if isinstance(value, str) else value
    return value


def as_bytes(value: Any) -> bytes:
    """Return a binary column; empty where something else was put into it."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""
