"""Recording who looks at personal data: one statement per page, before anything is shown, and it fails closed."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.read_list import ReadList, packed
from dienests.kernel.access.read_rows import AT_ONCE, Row, statement
from dienests.kernel.access.refusals import NotRecorded
from dienests.kernel.access.together import Together
from dienests.kernel.tables.columns import columns

log = logging.getLogger(__name__)
# A page that waits longer for a lock than this would hold up others; SQLite has its own limit in its settings.
_PATIENCE = "SET LOCAL lock_timeout = '3s'; "
_LISTED = ("at", "reader", "mandate", "purpose", "categories", "page", "pairs")
_ROW = f"({', '.join(['%s'] * len(_LISTED))})"


class Through(NamedTuple):
    """What a program says of its look: by which token, for which end user, what for."""

    token: UUID
    end_user: str
    purpose: str


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


def listed(
    *, actor: Actor, shown: Iterable[tuple[UUID | None, Sequence[tuple[UUID, UUID]]]], purpose: str, kind: str,
    at: datetime, page: str,
) -> int:  # fmt: skip
    """Record a list of people and return how many: (mandate, pairs of person and case); raises NotRecorded.

    One row for each mandate, which `spread` turns into one read event for each person before anybody reads them.
    Own data of the reader is not recorded.
    """
    own, count = actor.person.int, 0
    rows: list[Sequence[Any]] = []
    table = columns(ReadList)
    for mandate, pairs in shown:
        others = [pair for pair in pairs if pair[0].int != own]
        if others:
            row = (at, actor.person, mandate, purpose, kind, page, packed(others))
            rows.append([table.value(name, value) for name, value in zip(_LISTED, row, strict=True)])
            count += len(others)
    if rows:
        with _failing_closed():
            # PostgreSQL itself waits for the disk once for many that commit at the same time.
            grouped = connection.vendor == "sqlite" and _is_alone()
            _lists.write(rows) if grouped else _insert_lists(rows)
    return count


def _insert_lists(rows: list[Sequence[Any]]) -> None:
    marks = ", ".join([_ROW] * len(rows))
    text = f"INSERT INTO {columns(ReadList).table} ({', '.join(_LISTED)}) VALUES {marks}"
    _insert(text, [value for row in rows for value in row])


_lists = Together(_insert_lists)


def keep(rows: Sequence[Row]) -> int:
    """Write read events, one statement for any page; raises NotRecorded."""
    with _failing_closed():
        for first in range(0, len(rows), AT_ONCE):
            _insert(*statement(columns(ReadEvent), rows[first : first + AT_ONCE]))
    return len(rows)


@contextmanager
def _failing_closed() -> Iterator[None]:
    try:
        yield
    except (DatabaseError, InterfaceError) as fault:
        log.error("A read event could not be written: %s", type(fault).__name__)
        raise NotRecorded(
            _(
                "Whoever looks at personal data is recorded. Just now this cannot be written down, "
                "so nothing is shown. Wait a minute and load the page again."
            )
        ) from None


def _is_alone() -> bool:
    """Say whether a statement is a transaction of its own here."""
    return not connection.in_atomic_block and connection.get_autocommit()


def _insert(text: str, values: Sequence[Any]) -> None:
    if connection.vendor == "postgresql":
        text = _PATIENCE + text
    # Alone, a statement is a transaction of its own. Within another one the content could be shown and the record
    # taken back: that is refused, save for the one that a test wraps around itself.
    with (
        nullcontext() if _is_alone() else transaction.atomic(durable=True, savepoint=False),
        connection.cursor() as cursor,
    ):
        cursor.execute(text, values)
