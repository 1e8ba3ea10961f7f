"""Walking one stream after the other, oldest event first, to say of each event what is wrong with it.

A million events are told sound by `runs`, which reads them as they lie; what is not sound there is walked here.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from dienests.kernel.log.breaks import Break
from dienests.kernel.log.canonical import NOTHING, commitment
from dienests.kernel.log.entry import leaf_of
from dienests.kernel.log.events import Event
from dienests.kernel.log.rows import (
    INDEX,
    KIND,
    LEAF,
    POSITION,
    PREVIOUS,
    SEALED,
    STREAM,
    Row,
    Unreadable,
    as_bytes,
    event_of,
)
from dienests.kernel.log.soundness import STRANGE, sound

Key = tuple[str, str]
End = tuple[int, bytes]


class Chains:
    """What was read of some streams: where each ends, and breaks."""

    def __init__(self) -> None:
        self.breaks: list[Break] = []
        self.ends: dict[Key, End] = {}
        self._stream: Any = None
        self._index: int | None = -1

    def read(self, rows: Iterable[Row]) -> None:
        """Take in the rows of a stream, which come oldest first."""
        position, previous = 0, NOTHING
        for row in rows:
            key = (row[KIND], row[STREAM])
            if key != self._stream:
                self._stream, self._index, position, previous = key, -1, 0, NOTHING
            try:
                good = row[POSITION] == position + 1 and row[PREVIOUS] == previous and sound(row)
                good = good and row[SEALED] in (None, row[LEAF]) and self._in_order(row[INDEX])
            except STRANGE:
                good = False
            if not good:
                self._name(row, position, previous)
            position, previous, self._index = row[POSITION], row[LEAF], row[INDEX]
            if not isinstance(position, int):
                position = 0
            self.ends[key] = position, previous

    def look_again(self, row: Row) -> None:
        """Name what is wrong with a row by itself, unless its event has been named with its stream."""
        event = event_of(row)
        if not any((event.stream_kind, event.stream, event.position) == each.event for each in self.breaks):
            self._index = -1
            self._name(row, event.position - 1, row[PREVIOUS])

    def _in_order(self, index: int | None) -> bool:
        return index is None or (self._index is not None and index > self._index)

    def _name(self, row: Row, position: int, previous: Any) -> None:
        event = event_of(row)
        whats = list(_faults(event, position, as_bytes(previous)))
        if row[INDEX] is not None and as_bytes(row[SEALED]) != as_bytes(row[LEAF]):
            whats.append(_("it is not the entry that was sealed at place %(index)s") % {"index": row[INDEX]})
        if not self._in_order(row[INDEX]):
            whats.append(_("it was sealed at place %(index)s, before the event before it") % {"index": row[INDEX]})
        self.breaks += [Break(event.stream_kind, event.stream, event.position, what) for what in whats]


def _faults(event: Event | Unreadable, position: int, previous: bytes) -> Iterator[str]:
    if event.position != position + 1:
        yield _("the event before it is missing")
    if isinstance(event, Unreadable):
        yield _("it holds something that no event can hold")
        return
    if event.previous != previous:
        yield _("it does not follow the event before it")
    if event.payload is not None and event.salt is not None:
        if not _is(event.commitment, lambda: _content(event)):
            yield _("its content was changed")
    elif event.payload is not None or event.salt is not None:
        yield _("its content was erased by halves")
    if not _is(event.leaf, lambda: _leaf(event)):
        yield _("who, when, what or why was changed")


def _is(kept: Any, made: Callable[[], bytes]) -> bool:
    try:
        return bool(made() == kept)
    except STRANGE:
        return False


def _content(event: Event) -> bytes:
    return commitment(bytes(event.salt or b""), event.payload)


def _leaf(event: Event) -> bytes:
    return leaf_of(
        stream_kind=event.stream_kind, stream=event.stream, version=event.version, digest=event.digest, at=event.at,
        mandate=event.mandate, participant=event.participant, act=event.act, basis=event.basis,
        from_state=event.from_state, to_state=event.to_state, commitment=bytes(event.commitment),
        previous=bytes(event.previous),
    )  # fmt: skip
