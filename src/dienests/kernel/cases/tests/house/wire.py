"""What the database receives, told by the database's own library and not by Django.

SQLite traces every statement that it carries out. libpq traces every message that it sends to PostgreSQL; there psycopg
writes BEGIN by itself before the first statement of a transaction, so that no count within Python would see it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile

from django.db import connection
from psycopg.pq import Trace


@contextmanager
def received() -> Iterator[list[str]]:
    """Gather the statements that reach the database within the block, in their order."""
    connection.ensure_connection()
    statements: list[str] = []
    record = _postgresql if connection.vendor == "postgresql" else _sqlite
    with record(statements):
        yield statements


@contextmanager
def _sqlite(statements: list[str]) -> Iterator[None]:
    def note(sql: str) -> None:
        # An event has a trigger, and SQLite tells its statement again when the trigger begins; no two events are alike.
        if not (sql.startswith('INSERT INTO "kernel_log_event"') and sql in statements[-1:]):
            statements.append(sql)

    connection.connection.set_trace_callback(note)
    try:
        yield
    finally:
        connection.connection.set_trace_callback(None)


@contextmanager
def _postgresql(statements: list[str]) -> Iterator[None]:
    libpq = connection.connection.pgconn
    with TemporaryFile() as trace:
        libpq.trace(trace.fileno())
        libpq.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        try:
            yield
        finally:
            libpq.untrace()
        trace.seek(0)
        messages = [line.split("\t", 3) for line in trace.read().decode(errors="replace").splitlines()]
    # "F" comes from us; a statement travels as one Query, or as a Parse that is followed by its Bind and Execute.
    sent = (message for message in messages if message[0] == "F" and message[2] in ("Query", "Parse"))
    statements.extend(message[3].strip().strip('"') for message in sent)
