"""An entry: an event being written, before it has a place in the table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from dienests.kernel.log.canonical import digest_of, leaf, moment, new_salt, plain
from dienests.kernel.log.events import Event


@dataclass(frozen=True, slots=True)
class Stream:
    """What an event belongs to: a kind (slug) and a public id."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Who acted: an official by mandate, a private person as participant of a case, or, with neither, the machine."""

    mandate: UUID | None = None
    participant: UUID | None = None


SYSTEM = ActorRef()


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that the leaf of an event covers, save the previous leaf."""

    stream: Stream
    act: str
    at: datetime
    actor: ActorRef = SYSTEM
    payload: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""
    from_state: str = ""
    to_state: str = ""
    version: str = ""
    digest: str = ""

    def row(self, *, position: int, previous: bytes) -> dict[str, Any]:
        """Return the columns of the event that follows `previous` at `position`, commitment and leaf included."""
        payload, salt = plain(self.payload), new_salt()
        sealed = digest_of(salt, payload)
        return {
            "id": uuid4(),
            "stream_kind": self.stream.kind,
            "stream": self.stream.id,
            "position": position,
            "version": self.version,
            "digest": self.digest,
            "at": self.at,
            "mandate": self.actor.mandate,
            "participant": self.actor.participant,
            "act": self.act,
            "basis": self.basis,
            "from_state": self.from_state,
            "to_state": self.to_state,
            "payload": payload,
            "salt": salt,
            "commitment": sealed,
            "previous": previous,
            "leaf": leaf_of(
                stream_kind=self.stream.kind, stream=self.stream.id, version=self.version, digest=self.digest,
                at=self.at, mandate=self.actor.mandate, participant=self.actor.participant, act=self.act,
                basis=self.basis, from_state=self.from_state, to_state=self.to_state, commitment=sealed,
                previous=previous,
            ),
        }  # fmt: skip


def leaf_of(
    *, stream_kind: str, stream: UUID, version: str, digest: str, at: datetime, mandate: UUID | None,
    participant: UUID | None, act: str, basis: str, from_state: str, to_state: str, commitment: bytes, previous: bytes,
) -> bytes:  # fmt: skip
    """Return the leaf of an event: 32 bytes over public ids, never over serial numbers."""
    return leaf(
        *_parts(
            stream_kind, stream, version, digest, at, mandate, participant, act, basis, from_state, to_state,
            commitment, previous,
        )
    )  # fmt: skip


def preimage_of(event: Event) -> tuple[str, ...]:
    """Return the twelve texts that the leaf of an event covers, in their order."""
    return _parts(
        event.stream_kind, event.stream, event.version, event.digest, event.at, event.mandate, event.participant,
        event.act, event.basis, event.from_state, event.to_state, bytes(event.commitment), bytes(event.previous),
    )  # fmt: skip


def _parts(
    stream_kind: str, stream: UUID, version: str, digest: str, at: datetime, mandate: UUID | None,
    participant: UUID | None, act: str, basis: str, from_state: str, to_state: str, commitment: bytes, previous: bytes,
) -> tuple[str, ...]:  # fmt: skip
    actor = f"mandate:{mandate}" if mandate else f"participant:{participant}" if participant else "system"
    return (
        stream_kind, str(stream), version, digest, moment(at), actor, act, basis, from_state, to_state,
        commitment.hex(), previous.hex(),
    )  # fmt: skip
