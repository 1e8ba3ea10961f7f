"""Walking the log as it lies: each event is recomputed from its columns and joined to the one before it in its stream.

A run is a part of a stream that was read without a gap. Events mostly lie in the order of their streams, so that a
stream is one run; runs are joined afterwards, and streams in which anything does not fit are doubtful.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from dienests.kernel.log.canonical import NOTHING
from dienests.kernel.log.chains import End, Key
from dienests.kernel.log.entries import Place
from dienests.kernel.log.rows import ID, KIND, LEAF, PAYLOAD, POSITION, PREVIOUS, STREAM, Row
from dienests.kernel.log.soundness import STRANGE, sound

Index = int | None  # None while an event waits for its place
Run = list[Any]  # of the first event: position, previous leaf, index; of the last: position, leaf, index
UNSEALED: Place | tuple[None, None] = (None, None)


class Runs:
    """What was read: how many events, how many of them sealed, runs of streams, streams in doubt with their rows.

    `emptied` are the sound events without content: id, kind, stream, position.
    """

    def __init__(self) -> None:
        self.events = self.sealed = 0
        self.emptied: list[tuple[Any, ...]] = []
        self.doubtful: dict[Key, list[Row]] = {}
        self._runs: dict[Key, Run] = {}
        self._apart: list[tuple[Key, Run]] = []

    def read(self, rows: Sequence[Row], entries: Mapping[Any, Place]) -> None:
        """Take in rows in any order; `entries` are the places of those that are sealed."""
        runs = self._runs
        self.events += len(rows)
        self.sealed += len(entries)
        for row in rows:
            index, leaf = entries.get(row[ID], UNSEALED)
            try:
                good = sound(row) and type(row[POSITION]) is int and (index is None or leaf == row[LEAF])
            except STRANGE:
                good = False
            key = (row[KIND], row[STREAM])
            if not good:
                self.doubtful.setdefault(key, []).append((*row[: LEAF + 1], index, leaf))
                continue
            if row[PAYLOAD] is None:
                self.emptied.append((row[ID], *key, row[POSITION]))
            run = runs.get(key)
            if run is not None and _follows(run, row[POSITION], row[PREVIOUS], index):
                run[3:] = row[POSITION], row[LEAF], index
            else:
                self._begin(key, [row[POSITION], row[PREVIOUS], index, row[POSITION], row[LEAF], index])

    def add(self, other: "Runs") -> None:
        """Take in what another walk has read."""
        self.events += other.events
        self.sealed += other.sealed
        self.emptied += other.emptied
        for key, rows in other.doubtful.items():
            self.doubtful.setdefault(key, []).extend(rows)
        for key, run in [*other._apart, *other._runs.items()]:
            before = self._runs.get(key)
            if before is not None and _follows(before, *run[:3]):
                before[3:] = run[3:]
            else:
                self._begin(key, run)

    def ends(self) -> dict[Key, End]:
        """Join all runs, and return where each stream ends that is not in doubt."""
        apart: dict[Key, list[Run]] = {}
        for key, run in self._apart:
            apart.setdefault(key, []).append(run)
        found = {}
        for key, last in self._runs.items():
            whole = _joined([*apart.get(key, ()), last])
            if whole is None:
                self.doubtful.setdefault(key, [])
            elif key not in self.doubtful:
                found[key] = whole[3], whole[4]
        return found

    def _begin(self, key: Key, run: Run) -> None:
        if key in self._runs:
            self._apart.append((key, self._runs[key]))
        self._runs[key] = run


def _follows(run: Run, position: int, previous: bytes, index: Index) -> bool:
    """Tell whether an event follows the end of a run: at the next position, over its leaf, sealed after it."""
    return position == run[3] + 1 and previous == run[4] and (index is None or (run[5] is not None and index > run[5]))


def _joined(runs: Iterable[Run]) -> Run | None:
    """Return the runs of one stream as one that begins with its first event, or None where they do not fit."""
    whole: Run = [0, NOTHING, -1, 0, NOTHING, -1]
    for run in sorted(runs, key=itemgetter(0)):
        if not _follows(whole, *run[:3]):
            return None
        whole[3:] = run[3:]
    return whole
