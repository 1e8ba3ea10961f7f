"""Recording who looks at personal data: one statement per page, before anything is shown, and it fails closed."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.refusals import NotRecorded

log = logging.getLogger(__name__)
_FIELDS = tuple(field for field in ReadEvent._meta.concrete_fields if not field.primary_key)
# Both databases quote names alike, and one of the columns is called as a word of SQL.
_COLUMNS = ", ".join(f'"{field.column}"' for field in _FIELDS)
_INSERT = f"INSERT INTO {ReadEvent._meta.db_table} ({_COLUMNS}) VALUES "
_ROW = f"({', '.join(['%s'] * len(_FIELDS))})"
# SQLite takes 32,766 values in one statement; no page shows more people than this.
_AT_ONCE = 3000
# A page that waits longer for a lock than this would hold up others; SQLite has its own limit in its settings.
_PATIENCE = "SET LOCAL lock_timeout = '3s'; "


@dataclass(frozen=True, slots=True)
class Read:
    """One person whose data a page shows: in which case, which kinds of data, and as what the reader acts there.

    `purpose` is the name of the role or act in the case. `mandate` is the office in which the reader looks.
    """

    person: UUID
    case: UUID
    categories: Iterable[str]
    purpose: str
    mandate: UUID | None = None


def looked(*, actor: Actor, reads: Iterable[Read], at: datetime, page: str) -> int:
    """Record what a page is about to show and return how many persons; raises NotRecorded, and nothing may be shown.

    Own data of the reader is not recorded. The transaction ends here: nobody waits while the page is drawn.
    """
    merged: dict[tuple[UUID, UUID, str, UUID | None], set[str]] = {}
    for read in reads:
        if read.person != actor.person:
            key = (read.person, read.case, read.purpose, read.mandate)
            merged.setdefault(key, set()).update(read.categories)
    rows = [
        ReadEvent(
            at=at, reader=actor.person, mandate=mandate, person=person, case=case, purpose=purpose,
            categories=" ".join(sorted(categories)), page=page,
        )
        for (person, case, purpose, mandate), categories in merged.items()
    ]  # fmt: skip
    return keep(rows)


def keep(rows: Sequence[ReadEvent]) -> int:
    """Write read events, one statement for any page; raises NotRecorded."""
    if not rows:
        return 0
    try:
        # Durable: inside another transaction the content could be shown and the record taken back.
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            for first in range(0, len(rows), _AT_ONCE):
                part = rows[first : first + _AT_ONCE]
                cursor.execute(_statement(len(part)), _values(part))
    except (DatabaseError, InterfaceError) as fault:
        log.error("A read event could not be written: %s", type(fault).__name__)
        raise NotRecorded(
            _(
                "Whoever looks at personal data is recorded. Just now this cannot be written down, "
                "so nothing is shown. Wait a minute and load the page again."
            )
        ) from None
    return len(rows)


def _statement(count: int) -> str:
    patience = _PATIENCE if connection.vendor == "postgresql" else ""
    return patience + _INSERT + ", ".join([_ROW] * count)


def _values(rows: Sequence[ReadEvent]) -> list[Any]:
    """Return the values as the database takes them; most of them are alike in all rows, so each is made once."""
    made: dict[tuple[str, Any], Any] = {}
    values: list[Any] = []
    for row in rows:
        for field in _FIELDS:
            given = getattr(row, field.attname)
            key = (field.attname, given)
            if key not in made:
                made[key] = field.get_db_prep_save(given, connection)
            values.append(made[key])
    return values
