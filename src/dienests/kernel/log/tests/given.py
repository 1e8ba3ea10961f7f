"""Streams for tests of the log."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from dienests.kernel.log import append_only, sealed_triggers
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import ActorRef, Stream, append

AT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # within the hour in which the clocks of Latvia are moved
MANDATE = UUID("0b7a4a5e-6c5e-4a4c-8f0e-3a1f5d7c9b11")


def a_stream(events: int = 3) -> Stream:
    """Write a stream of so many events."""
    stream = Stream("matter", uuid4())
    with transaction.atomic():
        for number in range(events):
            append(
                stream=stream, act="note", at=AT + timedelta(hours=number), actor=ActorRef(mandate=MANDATE),
                payload={"number": number, "words": "Šķiņķis"}, basis="vpd-ethics-code-2026:22", from_state="a",
                to_state="b",
            )  # fmt: skip
    return stream


def column(name: str) -> str:
    """Return a column of the events as it is quoted."""
    return connection.ops.quote_name(name)


def run(sql: str, *values: Any) -> int:
    """Run one statement as somebody with the database in hand would; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def tamper(sql: str, *values: Any) -> int:
    """Run one statement without the triggers: who owns the file or the server can take them away."""
    append_only.remove(connection)
    sealed_triggers.remove(connection)
    try:
        return run(sql, *values)
    finally:
        append_only.install(connection)
        sealed_triggers.install(connection)


def say_erased(*lines: str) -> None:
    """Write the list of erased things, as erasing does."""
    settings.LOG_DIR.mkdir(parents=True, exist_ok=True)
    (settings.LOG_DIR / "erased").write_text("".join(f"{line} 2026-03-29T00:30:00.000000Z\n" for line in lines))


def key(stream: Stream) -> Any:
    """Return the id of a stream as a column holds it."""
    return Event._meta.get_field("stream").get_db_prep_value(stream.id, connection)
