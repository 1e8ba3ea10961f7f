"""Appending to streams that keep their head in the log's own table; a case keeps its head on its own row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dienests.kernel.log.canonical import NOTHING
from dienests.kernel.log.entry import SYSTEM, ActorRef, Entry, Stream
from dienests.kernel.log.events import Event, Head

__all__ = ["SYSTEM", "ActorRef", "Stream", "append", "history"]


@transaction.atomic
def append(
    *, stream: Stream, act: str, at: datetime, actor: ActorRef = SYSTEM, payload: Mapping[str, Any] | None = None,
    basis: str = "", from_state: str = "", to_state: str = "",
) -> Event:  # fmt: skip
    """Append one event to the end of a stream and return it; two writers on one stream wait for each other."""
    entry = Entry(
        stream=stream, act=act, at=at, actor=actor, payload=payload or {}, basis=basis,
        from_state=from_state, to_state=to_state,
    )  # fmt: skip
    head, _ = Head.objects.select_for_update().get_or_create(
        stream_kind=stream.kind, stream=stream.id, defaults={"position": 0, "leaf": NOTHING}
    )
    event = Event(**entry.row(position=head.position + 1, previous=bytes(head.leaf)))
    event.save(force_insert=True)
    head.position, head.leaf = event.position, event.leaf
    head.save(update_fields=["position", "leaf"])
    return event


def history(stream: Stream) -> list[Event]:
    """Return all events of a stream, oldest first."""
    return list(Event.objects.filter(stream_kind=stream.kind, stream=stream.id).order_by("position"))
