"""Giving waiting events their places in the tree, by short transactions between which acts get their turn."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction

from dienests.kernel.log import lease
from dienests.kernel.log.events import Event
from dienests.kernel.log.refusals import gap
from dienests.kernel.log.sealed import Sealed, Unsealed
from dienests.kernel.log.stretches import fetched
from dienests.kernel.tree.tiles import FULL, HASH

AT_ONCE = 1000  # events in one transaction: SQLite has one writer, and acts wait no longer than this takes
BESIDE_OTHERS = 200  # the same while others write
BREATH = 0.0005  # seconds; whoever waits for SQLite looks again after 1, 2, 5, 10 ... ms
IN_ONE_LOOK = 128 * 1024  # rows; whole tiles of the tree
SEALED, UNSEALED, EVENT = (model._meta.db_table for model in (Sealed, Unsealed, Event))
_WAITING = f"FROM {UNSEALED} w JOIN {EVENT} e ON e.id = w.event WHERE w.id"
# Where the numbers of the queue have no gap, the place follows from the number.
_DENSE = f'INSERT INTO {SEALED} ("index", event, leaf) SELECT %s + w.id, e.id, e.leaf {_WAITING} BETWEEN %s AND %s'
_DENSE_TAKEN = f"DELETE FROM {UNSEALED} WHERE id BETWEEN %s AND %s"
_SPARSE = f"""
    INSERT INTO {SEALED} ("index", event, leaf)
    SELECT %s + row_number() OVER (ORDER BY w.id), e.id, e.leaf {_WAITING} IN (%s)
"""
_SPARSE_TAKEN = f"""
    DELETE FROM {UNSEALED} WHERE id IN (%s) AND event IN (SELECT event FROM {SEALED} WHERE "index" >= %s)
"""


class _Gap(Exception):
    """A row of the queue has no event."""


def size() -> int:
    """Return how many entries the tree has."""
    last = Sealed.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def take_all(number: int, before: datetime | None) -> None:
    """Give places to all that wait, or to those of acts before a moment; `number` is that of the lease.

    One look at the queue sees an event only together with those before it in its stream, so rows that a look did not
    see are left for the next look, which begins anew: none is passed over, and streams keep their order.
    """
    rows = Unsealed.objects.order_by("id").values_list("id", flat=True)
    if before is not None:
        rows = rows.filter(event__in=Event.objects.filter(at__lt=before).values("pk"))
    written = _written_by_others()
    while True:
        waiting, at, taken, some = list(rows[:IN_ONE_LOOK]), 0, 0, AT_ONCE
        while at < len(waiting):
            began = time.monotonic()
            taken += take(number, waiting[at : at + some])
            at += some
            before_it, written = written, _written_by_others()
            some = AT_ONCE if before_it == written else min(AT_ONCE, BESIDE_OTHERS)
            if written is not None and at < len(waiting):
                time.sleep(BREATH if before_it == written else BREATH + time.monotonic() - began)
        if len(waiting) < IN_ONE_LOOK or not taken:
            return


def take(number: int, waiting: Sequence[int]) -> int:
    """Give the next places to these rows of the queue and return how many there were; raises SealingRefused."""
    if waiting[-1] - waiting[0] + 1 == len(waiting):
        try:
            return _taken(number, waiting, _densely)
        except _Gap:
            pass
    return _taken(number, waiting, _sparsely)


@transaction.atomic(durable=True)
def _taken(number: int, waiting: Sequence[int], write: Callable[[int, Sequence[int]], int]) -> int:
    lease.hold(number)
    return write(size(), waiting)


def _densely(begin: int, waiting: Sequence[int]) -> int:
    first, last = waiting[0], waiting[-1]
    with connection.cursor() as cursor:
        cursor.execute(_DENSE, [begin - first, first, last])
        if cursor.rowcount != len(waiting):
            raise _Gap
        cursor.execute(_DENSE_TAKEN, [first, last])
    return len(waiting)


def _sparsely(begin: int, waiting: Sequence[int]) -> int:
    rows = ",".join(map(str, waiting))
    with connection.cursor() as cursor:
        cursor.execute(_SPARSE % (begin - 1, rows))
        taken = int(cursor.rowcount)
        cursor.execute(_SPARSE_TAKEN % (rows, begin))
    return taken


def _written_by_others() -> int | None:
    """Return a number that changes when others write into the file; None on PostgreSQL, where nobody waits for us."""
    return fetched("PRAGMA data_version")[0][0] if connection.vendor == "sqlite" else None


def leaves(begin: int, end: int) -> Iterator[bytes]:
    """Yield the leaves [begin, end) as pieces of 256, where begin divides by 256; raises SealingRefused for a gap."""
    sql = f'SELECT leaf FROM {SEALED} WHERE "index" >= %s AND "index" < %s ORDER BY "index"'
    for start in range(begin, end, IN_ONE_LOOK):
        stop = min(end, start + IN_ONE_LOOK)
        found = b"".join([leaf for (leaf,) in fetched(sql, start, stop)])
        if len(found) != HASH * (stop - start):
            raise gap(start, stop)
        yield from (found[at : at + FULL] for at in range(0, len(found), FULL))
