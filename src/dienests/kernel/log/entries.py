"""Which place in the tree an event has: read along in the order of places, which is about that in which events lie."""

from collections.abc import Sequence

from django.db import connection

from dienests.kernel.log.sealed import Sealed
from dienests.kernel.log.stretches import fetched

TABLE = Sealed._meta.db_table
MOST = 50_000  # entries kept of which no event was met yet
Place = tuple[int, bytes]


class Entries:
    """Entries that lie ahead; where the order is another, each event is asked for."""

    def __init__(self) -> None:
        self._ahead: dict[str, Place] = {}
        self._next: int | None = None

    def of(self, events: Sequence[str]) -> dict[str, Place]:
        """Return index and leaf of those of these events, a few thousand, that are sealed."""
        lacking = [event for event in events if event not in self._ahead]
        if lacking and self._next is not None:
            self._read_on(self._next, len(lacking))
            lacking = [event for event in lacking if event not in self._ahead]
        if lacking:
            self._ask(lacking)
        taken = {event: self._ahead.pop(event) for event in events if event in self._ahead}
        if len(self._ahead) > MOST:
            self._ahead, self._next = {}, None  # no order that helps
        return taken

    def _read_on(self, begin: int, count: int) -> None:
        event = "event" if connection.vendor == "sqlite" else "event::text"
        sql = f'SELECT {event}, "index", leaf FROM {TABLE} WHERE "index" >= %s AND "index" < %s'
        self._keep(fetched(sql, begin, begin + count))
        self._next = begin + count

    def _ask(self, events: list[str]) -> None:
        if connection.vendor == "sqlite":
            sql = f'SELECT event, "index", leaf FROM {TABLE} WHERE event IN ({",".join(["%s"] * len(events))})'
            found = fetched(sql, *events)
        else:
            found = fetched(f'SELECT event::text, "index", leaf FROM {TABLE} WHERE event = ANY(%s::uuid[])', events)
        self._keep(found)
        if self._next is None and found:
            self._next = max(index for _event, index, _leaf in found) + 1

    def _keep(self, found: Sequence[tuple[str, int, bytes]]) -> None:
        self._ahead |= {event: (index, leaf) for event, index, leaf in found}
