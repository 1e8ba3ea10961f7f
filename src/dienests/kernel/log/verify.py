"""Walking the chains: every event is recomputed from its columns and must follow the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dienests.kernel.log.canonical import NOTHING, commitment
from dienests.kernel.log.entry import leaf_of
from dienests.kernel.log.events import Event, Head


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the log is not what was written."""

    stream_kind: str
    stream: UUID
    position: int
    what: str

    def __str__(self) -> str:
        return _("%(kind)s %(stream)s, event %(position)s: %(what)s") % {
            "kind": self.stream_kind, "stream": self.stream, "position": self.position, "what": self.what,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Walk:
    """The result of one walk: how many events and streams were read, and every break found."""

    events: int
    streams: int
    breaks: list[Break]


def verify() -> Walk:
    """Walk every chain of the log, oldest event first, one stream after the other."""
    walker = _Walker()
    # The sealed tree (its own package later) is checked after the chains: a chain proves order within a stream,
    # the tree proves that no whole stream was cut off.
    for event in Event.objects.order_by("stream_kind", "stream", "position").iterator(chunk_size=2000):
        walker.read(event)
    walker.close()
    walker.breaks.extend(_heads(walker.ends))
    return Walk(walker.events, len(walker.ends), walker.breaks)


class _Walker:
    def __init__(self) -> None:
        self.events = 0
        self.breaks: list[Break] = []
        self.ends: dict[tuple[str, UUID], tuple[int, bytes]] = {}

    def read(self, event: Event) -> None:
        key = (event.stream_kind, event.stream)
        position, previous = self.ends.get(key, (0, NOTHING))
        self.events += 1
        for what in _faults(event, position, previous):
            self.breaks.append(Break(event.stream_kind, event.stream, event.position, what))
        self.ends[key] = (event.position, bytes(event.leaf))

    def close(self) -> None:
        """Ask whoever keeps a head elsewhere (a case on its own row) whether the chain ends where it should."""
        for keeper in _keepers:
            for kind, stream, position, leaf in keeper():
                self.breaks.extend(_end(self.ends, kind, stream, position, leaf))


_keepers: list[Any] = []


def keeps_heads(keeper: Any) -> Any:
    """Register a function that yields (stream kind, stream, position, leaf) of the heads that it keeps."""
    _keepers.append(keeper)
    return keeper


def _faults(event: Event, position: int, previous: bytes) -> Iterator[str]:
    if event.position != position + 1:
        yield _("the event before it is missing")
    if bytes(event.previous) != previous:
        yield _("it does not follow the event before it")
    if event.payload is not None and event.salt is not None:
        if commitment(bytes(event.salt), event.payload) != bytes(event.commitment):
            yield _("its content was changed")
    elif event.payload is not None or event.salt is not None:
        yield _("its content was erased by halves")
    if _leaf(event) != bytes(event.leaf):
        yield _("who, when, what or why was changed")


def _leaf(event: Event) -> bytes:
    return leaf_of(
        stream_kind=event.stream_kind, stream=event.stream, version=event.version, digest=event.digest, at=event.at,
        mandate=event.mandate, participant=event.participant, act=event.act, basis=event.basis,
        from_state=event.from_state, to_state=event.to_state, commitment=bytes(event.commitment),
        previous=bytes(event.previous),
    )  # fmt: skip


def _heads(ends: dict[tuple[str, UUID], tuple[int, bytes]]) -> Iterator[Break]:
    for head in Head.objects.iterator():
        yield from _end(ends, head.stream_kind, head.stream, head.position, bytes(head.leaf))


def _end(
    ends: dict[tuple[str, UUID], tuple[int, bytes]], kind: str, stream: UUID, position: int, leaf: bytes
) -> Iterator[Break]:
    if ends.get((kind, stream), (0, NOTHING)) != (position, leaf):
        yield Break(kind, stream, position, _("the stream does not end where its head says: events were cut off or added"))
