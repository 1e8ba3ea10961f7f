"""Rows that several threads of one process want written at once: one statement, and one wait for the disk for all."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import OperationalError

PATIENCE = 10  # seconds; as long as SQLite itself waits for its lock
Row = Sequence[Any]


@dataclass(eq=False, slots=True)
class _Entry:
    """What one thread wants written, and what became of it."""

    rows: list[Row]
    done: bool = False
    apart: bool = False
    fault: OperationalError | None = None


class Together:
    """Writes the rows of all threads that wait; who comes first writes for the others, who then find it done.

    `insert` writes rows on the connection of the thread that calls it, and has committed them when it returns.
    """

    def __init__(self, insert: Callable[[list[Row]], None]) -> None:
        self._insert, self._turn = insert, Lock()
        self._waiting: deque[_Entry] = deque()

    def write(self, rows: list[Row]) -> None:
        """Return when the rows are committed; raises what `insert` raised for them, or OperationalError after a while.

        Rows that the database refuses do not take those of other threads along. Rows of somebody who gave up may
        still be written later.
        """
        own = _Entry(rows)
        self._waiting.append(own)
        if not self._turn.acquire(timeout=PATIENCE):
            raise OperationalError("Others have been writing for too long.")
        try:
            if not (own.done or own.apart or own.fault):
                self._write_all(own)
            if own.apart:
                self._insert(own.rows)
        finally:
            self._turn.release()
        if own.fault:
            raise own.fault

    def _write_all(self, own: _Entry) -> None:
        entries = []
        while self._waiting:
            entries.append(self._waiting.popleft())
        try:
            self._insert([row for each in entries for row in each.rows])
        except OperationalError as fault:  # a lock, a full disk: the same for everybody
            for each in entries:
                each.fault = fault
        except BaseException:
            for each in entries:
                each.apart = True
            if len(entries) == 1:
                own.apart = False
                raise
        else:
            for each in entries:
                each.done = True
