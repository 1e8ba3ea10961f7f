"""Reading the log as it lies in the database, however it was tampered with.

The database is asked without the converters of the ORM: SQLite keeps whatever was written into a column, and one row
with a broken value must be named, not stop the walk.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from dienests.kernel.log.events import Event
from dienests.kernel.log.sealed import Sealed

KEY = ("stream_kind", "stream", "position")
NAMES = tuple(field.attname for field in Event._meta.concrete_fields)
UUIDS = frozenset({"id", "stream", "mandate", "participant"})
BYTES = frozenset({"salt", "commitment", "previous", "leaf"})
ID, KIND, STREAM, POSITION, PREVIOUS, LEAF = map(NAMES.index, ("id", *KEY, "previous", "leaf"))
ACT, PAYLOAD = map(NAMES.index, ("act", "payload"))
INDEX, SEALED = len(NAMES), len(NAMES) + 1
Row = Sequence[Any]  # the columns of an event in the order of NAMES, then its index and leaf in the tree


class Unreadable:
    """A row that does not hold what an event holds; its place is told as far as it can be made out."""

    def __init__(self, stream_kind: Any, stream: Any, position: Any) -> None:
        self.stream_kind, self.position = str(stream_kind), position if isinstance(position, int) else 0
        with suppress(ValueError, TypeError, AttributeError):
            stream = _value("stream", stream)
        self.stream: UUID = stream


def of_stream(kind: Any, stream: Any, *, tree: bool = True) -> list[Row]:
    """Return the rows of one stream, oldest first; kind and id are given as columns hold them."""
    place, joined = 's."index", s.leaf', f" LEFT JOIN {Sealed._meta.db_table} s ON s.event = e.id"
    if not tree:
        place, joined = "NULL, NULL", ""
    sql = (
        f"SELECT {listed()}, {place} FROM {Event._meta.db_table} e{joined} "
        "WHERE e.stream_kind = %s AND e.stream = %s ORDER BY e.position"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [kind, stream])
        return list(cursor.fetchall())


def listed() -> str:
    """Return the columns of an event in the order of NAMES, for a SELECT."""
    return ", ".join(map(_column, NAMES))


def _column(name: str) -> str:
    """Return a column as text where the driver would make an object of it, which costs more than its hash."""
    column = f"e.{connection.ops.quote_name(name)}"
    if connection.vendor == "sqlite":
        return f"{column} || ''" if name == "at" else column
    if name == "at":
        return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    return f"{column}::text" if name in UUIDS or name == "payload" else column


def event_of(row: Row) -> Event | Unreadable:
    """Return a row as an event."""
    named = dict(zip(NAMES, row, strict=False))
    try:
        return Event(**{name: _value(name, value) for name, value in named.items()})
    except (ValueError, TypeError, AttributeError, RecursionError):
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
        return json.loads(value, object_pairs_hook=once) if isinstance(value, str) else value
    return value


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; raises ValueError for a key that stands twice, of which one reader sees each."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def as_bytes(value: Any) -> bytes:
    """Return a binary column; empty where something else was put into it."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""
