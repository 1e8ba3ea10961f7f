"""Counters that all worker processes share: memory that they inherit, a slot of it for each, added up on reading.

Two processes never write one number, so nothing is locked between them; a worker that takes the place of a dead one
takes its slot over, so that no counter ever falls.
"""

import fcntl
import mmap
import os
import struct
import tempfile
from threading import Lock

SLOTS = 32
_WIDTH = struct.calcsize("d")


class Counters:
    """A row of numbers by place, kept by each process and told as sums."""

    def __init__(self, places: int) -> None:
        self.places = places
        # A file without a name, open as long as the process lives: memory to share and bytes to lock.
        self._file, name = tempfile.mkstemp(prefix="dienests-counters-")
        os.unlink(name)
        os.ftruncate(self._file, SLOTS * places * _WIDTH)
        self._shared = mmap.mmap(self._file, 0)
        self._lock = Lock()
        self._slot: int | None = None
        self._owner = 0

    def add(self, *changes: tuple[int, float]) -> None:
        """Add to numbers of this process."""
        with self._lock:
            start = self._own() * self.places
            for place, change in changes:
                at = (start + place) * _WIDTH
                (before,) = struct.unpack_from("d", self._shared, at)
                struct.pack_into("d", self._shared, at, before + change)

    def sums(self) -> list[float]:
        """Return every number, added up over the processes."""
        rows = struct.unpack(f"{SLOTS * self.places}d", self._shared[:])
        return [sum(rows[place :: self.places]) for place in range(self.places)]

    def _own(self) -> int:
        """Return the slot of this process: the first whose lock nobody alive holds. A fork begins without one."""
        if self._slot is None or self._owner != os.getpid():
            self._slot, self._owner = self._taken(), os.getpid()
        return self._slot

    def _taken(self) -> int:
        for slot in range(SLOTS - 1):
            try:
                # A record lock belongs to one process, is not inherited and ends with it.
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
            except OSError:
                continue
            return slot
        return SLOTS - 1  # more processes than slots share the last one: a count may be lost, nothing else
