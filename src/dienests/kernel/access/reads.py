"""Recording who looks at personal data: one statement per page, before anything is shown, and it fails closed."""

import logging
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.refusals import NotRecorded
from dienests.kernel.tables.columns import columns

log = logging.getLogger(__name__)
# SQLite takes 32,766 values in one statement; no page shows more people than this.
_AT_ONCE = 3000
# A page that waits longer for a lock than this would hold up others; SQLite has its own limit in its settings.
_PATIENCE = "SET LOCAL lock_timeout = '3s'; "


class Row(NamedTuple):
    """One row of the table, in the order of its columns; models are too slow for a page of many people."""

    at: datetime
    reader: UUID
    mandate: UUID | None
    person: UUID
    case: UUID | None
    search: UUID | None
    purpose: str
    categories: str
    page: str
    token: UUID | None = None
    end_user: str | None = None


class Through(NamedTuple):
    """What a program says of its look: by which token, for which end user, what for."""

    token: UUID
    end_user: str
    purpose: str


# Both databases quote names alike, and one of the columns is called as a word of SQL.
_COLUMNS = ", ".join(f'"{name}"' for name in Row._fields)
_INSERT = f"INSERT INTO {ReadEvent._meta.db_table} ({_COLUMNS}) "
_ROW = f"({', '.join(['%s'] * len(Row._fields))})"
# A list names one person of each case and shares the rest: what is shared need not be sent fifty times over.
_START, _STOP = Row._fields.index("person"), Row._fields.index("case") + 1
_LIST = ", ".join(["%s"] * _START + ["k.column1", "k.column2"] + ["%s"] * (len(Row._fields) - _STOP))


class Read(NamedTuple):
    """One person whose data a page shows: in which case, which kinds of data, and as what the reader acts there.

    `purpose` is the name of the role or act in the case. `mandate` is the office in which the reader looks.
    """

    person: UUID
    case: UUID
    categories: Iterable[str]
    purpose: str
    mandate: UUID | None = None


def looked(*, actor: Actor, reads: Iterable[Read], at: datetime, page: str, through: Through | None = None) -> int:
    """Record what a page is about to show and return how many persons; raises NotRecorded, and nothing may be shown.

    A program (`through`) says what it asks for; a page is asked for in a role of the case.
    Own data of the reader is not recorded. The transaction ends here: nobody waits while the page is drawn.
    """
    merged: dict[tuple[int, int, str, UUID | None], tuple[Read, set[str]]] = {}
    for read in reads:
        if read.person != actor.person:
            # The numbers of the keys: those are hashed without a call, and a list has many.
            key = (read.person.int, read.case.int, read.purpose, read.mandate)
            merged.setdefault(key, (read, set()))[1].update(read.categories)
    program = through[:2] if through else (None, None)
    return keep(
        [
            Row(
                at, actor.person, read.mandate, read.person, read.case, None,
                through.purpose if through else read.purpose, " ".join(sorted(categories)), page, *program,
            )
            for read, categories in merged.values()
        ]
    )  # fmt: skip


def keep(rows: Sequence[Row]) -> int:
    """Write read events, one statement for any page; raises NotRecorded."""
    try:
        for first in range(0, len(rows), _AT_ONCE):
            _insert(rows[first : first + _AT_ONCE])
    except (DatabaseError, InterfaceError) as fault:
        log.error("A read event could not be written: %s", type(fault).__name__)
        raise NotRecorded(
            _(
                "Whoever looks at personal data is recorded. Just now this cannot be written down, "
                "so nothing is shown. Wait a minute and load the page again."
            )
        ) from None
    return len(rows)


def _insert(rows: Sequence[Row]) -> None:
    statement, values = _list(rows) if _is_list(rows) else _table(rows)
    if connection.vendor == "postgresql":
        statement = _PATIENCE + statement
    # Alone, a statement is a transaction of its own. Within another one the content could be shown and the record
    # taken back: that is refused, save for the one that a test wraps around itself.
    alone = not connection.in_atomic_block and connection.get_autocommit()
    with nullcontext() if alone else transaction.atomic(durable=True, savepoint=False), connection.cursor() as cursor:
        cursor.execute(statement, values)


def _is_list(rows: Sequence[Row]) -> bool:
    """Say whether rows differ only in person and case, and each has a case."""
    before, after = rows[0][:_START], rows[0][_STOP:]
    return rows[0].search is None and all(row[:_START] == before and row[_STOP:] == after for row in rows)


def _list(rows: Sequence[Row]) -> tuple[str, list[Any]]:
    shared, key = _values(rows[0]), columns(ReadEvent).value
    pairs = [key("person", each) for row in rows for each in row[_START:_STOP]]
    statement = f"{_INSERT}SELECT {_LIST} FROM (VALUES {', '.join(['(%s, %s)'] * len(rows))}) AS k"
    return statement, [*shared[:_START], *shared[_STOP:], *pairs]


def _table(rows: Sequence[Row]) -> tuple[str, list[Any]]:
    statement = f"{_INSERT}VALUES {', '.join([_ROW] * len(rows))}"
    return statement, [value for row in rows for value in _values(row)]


def _values(row: Row) -> list[Any]:
    """Return one row's values as the database takes them."""
    table = columns(ReadEvent)
    return [table.value(name, value) for name, value in zip(Row._fields, row, strict=True)]
