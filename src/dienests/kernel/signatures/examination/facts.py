"""What an examination finds: plain values that go through JSON; the words for them are made elsewhere."""

from dataclasses import asdict, dataclass
from dataclasses import field as made
from typing import Any, Literal

State = Literal["valid", "amended", "undetermined", "not_valid", "unsigned", "unreadable"]
# From harmless to grave: a document is as good as its worst signature.
ORDER: tuple[State, ...] = ("valid", "amended", "undetermined", "not_valid")
Changes = Literal["none", "proof", "signatures", "form", "content", "unclear"]


@dataclass
class Holder:
    """Whom a certificate names, and what can be said of it at the moment that counts.

    `state`: trusted, development (of this installation), unknown (no anchor leads to it), expired, not_yet, revoked,
    unchecked (trusted, but nobody said whether revoked), weak (an algorithm that no longer holds), broken.
    """

    state: str = "unknown"
    name: str = ""
    organisation: str = ""
    number: str = ""
    country: str = ""
    serial: str = ""
    issuer: str = ""
    starts: str = ""
    ends: str = ""
    revoked_at: str = ""
    says_development: bool = False
    claims: list[str] = made(default_factory=list)


@dataclass
class Stamp:
    """A time stamp: `state` is none, good, broken, or that of its authority's certificate."""

    state: str = "none"
    at: str = ""
    authority: Holder | None = None


@dataclass
class Signature:
    """One signature, seal or document time stamp; `reasons` are slugs, the gravest first."""

    field: str
    kind: Literal["seal", "signature", "document_stamp"] = "signature"
    state: State = "undetermined"
    reasons: list[str] = made(default_factory=list)
    integrity: str = "malformed"
    spelling: str = "exact"
    coverage: str = "unclear"
    changes: Changes = "unclear"
    changed: list[str] = made(default_factory=list)
    allowed: str = "unstated"
    level: str = "none"
    claimed_at: str = ""
    proven_at: str = ""
    reason: str = ""
    place: str = ""
    holder: Holder | None = None
    stamp: Stamp = made(default_factory=Stamp)


@dataclass
class Facts:
    """All of it; `reason` says why a file could not be read."""

    state: State
    reason: str = ""
    sha256: str = ""
    size: int = 0
    pages: int = 0
    revisions: int = 0
    remarks: list[str] = made(default_factory=list)
    signatures: list[Signature] = made(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Facts":
        """Return the facts that `as_json` wrote down."""
        plain = dict(given)
        plain["signatures"] = [_signature(each) for each in given["signatures"]]
        return cls(**plain)


def unreadable(reason: str, *, size: int = 0, sha256: str = "") -> Facts:
    """Return the facts of a file of which no signature can be told."""
    return Facts("unreadable", reason, size=size, sha256=sha256)


def _signature(given: dict[str, Any]) -> Signature:
    plain = dict(given)
    plain["holder"] = Holder(**given["holder"]) if given["holder"] else None
    stamp = dict(given["stamp"])
    stamp["authority"] = Holder(**stamp["authority"]) if stamp["authority"] else None
    plain["stamp"] = Stamp(**stamp)
    return Signature(**plain)
