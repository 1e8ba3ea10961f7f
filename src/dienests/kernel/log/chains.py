"""Walking the chains: every event is recomputed from its columns and must follow the one before it.

A million events are told sound by the few lines of `_sound`, which take the columns as text; whatever is not sound
there is looked at again, as an event, to say what is wrong with it.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from typing import Any

from django.utils.translation import gettext as _

from dienests.kernel.log.breaks import Break
from dienests.kernel.log.canonical import NOTHING, commitment, written
from dienests.kernel.log.entry import leaf_of
from dienests.kernel.log.events import Event
from dienests.kernel.log.rows import Row, Unreadable, as_bytes, event_of

Key = tuple[str, str]
End = tuple[int, bytes]
KIND, STREAM, POSITION, PREVIOUS, LEAF, INDEX, SEALED = 1, 2, 3, 16, 17, 18, 19
STRANGE = (TypeError, ValueError, AttributeError, IndexError)  # a value of a kind that was never written
_read = json.JSONDecoder().decode


class Chains:
    """What was read of the log so far: events, those of them that are sealed, where each stream ends, and breaks."""

    def __init__(self) -> None:
        self.events = self.sealed = 0
        self.breaks: list[Break] = []
        self.ends: dict[Key, End] = {}
        self._stream: Any = None
        self._index: int | None = -1

    def read(self, rows: Iterable[Row]) -> None:
        """Take in the next rows, which come stream by stream, oldest first."""
        position, previous = self.ends.get(self._stream, (0, NOTHING))
        for row in rows:
            key = (row[KIND], row[STREAM])
            if key != self._stream:
                self._stream, self._index, position, previous = key, -1, 0, NOTHING
            try:
                sound = row[POSITION] == position + 1 and row[PREVIOUS] == previous and _sound(row)
                sound = sound and self._in_order(row[INDEX])
            except STRANGE:
                sound = False
            if not sound:
                self._name(row, position, previous)
            position, previous, self._index = row[POSITION], row[LEAF], row[INDEX]
            if not isinstance(position, int):
                position = 0
            self.events += 1
            self.sealed += row[INDEX] is not None
            self.ends[key] = position, previous

    def streams(self) -> dict[Key, End]:
        """Return where each stream ends, by its kind and its id in hexadecimal, whichever database told it."""
        ends = self.ends.items()
        return {(str(kind), str(of).replace("-", "")): (at, as_bytes(leaf)) for (kind, of), (at, leaf) in ends}

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


def _sound(row: Row) -> bool:
    """Tell whether content, leaf and entry of an event are what its columns say."""
    (_id, kind, stream, _position, version, digest, at, mandate, participant, act, basis, source, target, payload, salt,
     kept, previous, leaf, index, sealed) = row  # fmt: skip
    if payload is None or salt is None:
        if payload is not salt:
            return False
    elif sha256(salt + written(_read(payload))).digest() != kept:
        return False
    actor = f"mandate:{_dashed(mandate)}" if mandate else "system"
    if participant:
        actor = f"participant:{_dashed(participant)}"
    covered = (
        f"\x00[{quoted(kind)},{quoted(_dashed(stream))},{_words(version, digest)},{quoted(_moment(at))},"
        f'{quoted(actor)},{_words(act, basis, source, target)},"{kept.hex()}","{previous.hex()}"]'
    )
    return sha256(covered.encode()).digest() == leaf and (index is None or sealed == leaf)


@lru_cache(4096)  # the same few acts come again and again
def _words(*texts: str) -> str:
    return ",".join(map(quoted, texts))


@lru_cache(4096)
def _dashed(value: str) -> str:
    """Return the text of an id: SQLite keeps it without its dashes."""
    if len(value) == 36:
        return value
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


def _moment(value: str) -> str:
    """Return a moment as the leaf has it; SQLite keeps it with a space, and without microseconds that are zero."""
    if value[-1] == "Z":
        return value
    return f"{value[:10]}T{value[11:]}{'' if len(value) == 26 else '.000000'}Z" if value[10] == " " else ""


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
