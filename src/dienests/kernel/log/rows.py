"""Reading the log as it lies in the database, however it was tampered with."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from dienests.kernel.log.events import Event

AT_ONCE = 2000
KEY = ("stream_kind", "stream", "position")
UUIDS = frozenset({"id", "stream", "mandate", "participant"})
BYTES = frozenset({"salt", "commitment", "previous", "leaf"})


class Unreadable:
    """A row that does not hold what an event holds; its place is told as far as it can be made out."""

    def __init__(self, stream_kind: Any, stream: Any, position: Any) -> None:
        self.stream_kind, self.position = str(stream_kind), position if isinstance(position, int) else 0
        with suppress(ValueError, TypeError, AttributeError):
            stream = _value("stream", stream)
        self.stream: UUID = stream


def rows() -> Iterator[Event | Unreadable]:
    """Yield every event, stream by stream, oldest first, a few thousand at a time.

    The database is asked without the converters of the ORM: SQLite keeps whatever was written into a column, and one
    row with a broken value must be named, not stop the walk.
    """
    names = [field.attname for field in Event._meta.concrete_fields]
    places = [names.index(name) for name in KEY]
    last: Sequence[Any] | None = None
    while True:
        found = _page(names, last)
        for row in found:
            yield _event(dict(zip(names, row, strict=True)))
        if len(found) < AT_ONCE:
            return
        last = [found[-1][place] for place in places]


def _page(names: list[str], last: Sequence[Any] | None) -> list[tuple[Any, ...]]:
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    beyond = f" WHERE ({', '.join(KEY)}) > (%s, %s, %s)" if last is not None else ""
    sql = f"SELECT {quoted} FROM {Event._meta.db_table}{beyond} ORDER BY {', '.join(KEY)} LIMIT {AT_ONCE}"
    with connection.cursor() as cursor:
        cursor.execute(sql, last)
        return list(cursor.fetchall())


def _event(row: dict[str, Any]) -> Event | Unreadable:
    try:
        return Event(**{name: _value(name, value) for name, value in row.items()})
    except (ValueError, TypeError, AttributeError):
        return Unreadable(*(row[name] for name in KEY))


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
