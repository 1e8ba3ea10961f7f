"""Whether every event has its place or waits for one, and every place and every row of the queue has its event."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from dienests.kernel.log.breaks import Break, TreeBreak
from dienests.kernel.log.events import Event
from dienests.kernel.log.rows import KEY
from dienests.kernel.log.sealed import Sealed, Unsealed

EVENT, SEALED, UNSEALED = (model._meta.db_table for model in (Event, Sealed, Unsealed))


def places_held(events: int, sealed: int, with_event: int) -> Iterator[Break | TreeBreak]:
    """Yield what does not add up: events and sealed events that were walked, entries that name an event.

    The counts decide whether to look closer; what is yielded was found by one statement, so that events written and
    sealed meanwhile are no breaks.
    """
    if sealed != with_event:
        yield from _entries_without_event()
    if events - sealed != Unsealed.objects.count():
        yield from _events_without_place()
        yield from _waiting_without_event()


def _entries_without_event() -> Iterator[TreeBreak]:
    sql = (
        f'SELECT s."index" FROM {SEALED} s LEFT JOIN {EVENT} e ON e.id = s.event '
        'WHERE s.event IS NOT NULL AND e.id IS NULL ORDER BY s."index"'
    )
    for (index,) in _found(sql):
        yield TreeBreak(_("entry %(index)s") % {"index": index}, _("its event was removed"))


def _events_without_place() -> Iterator[Break]:
    columns = ", ".join(f"e.{name}" for name in KEY)
    sql = (
        f"SELECT {columns} FROM {EVENT} e WHERE NOT EXISTS (SELECT 1 FROM {SEALED} s WHERE s.event = e.id) "
        f"AND e.id NOT IN (SELECT event FROM {UNSEALED}) ORDER BY {columns}"
    )
    for kind, stream, position in _found(sql):
        what = _("it is neither sealed nor does it wait to be sealed")
        yield Break(str(kind), identified(stream), position, what)


def _waiting_without_event() -> Iterator[TreeBreak]:
    sql = f"SELECT w.event FROM {UNSEALED} w LEFT JOIN {EVENT} e ON e.id = w.event WHERE e.id IS NULL ORDER BY w.id"
    for (event,) in _found(sql):
        yield TreeBreak(_("event %(event)s") % {"event": identified(event)}, _("it was removed before it was sealed"))


def _found(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def identified(value: Any) -> Any:
    """Return an id as a column holds it; as it is where it holds something else."""
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except (ValueError, TypeError, AttributeError):
        return value
