"""What an audit finds: one place where the log is not what was written, named so that somebody can look there."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Break:
    """An event that is not what was written, or that is missing."""

    stream_kind: str
    stream: UUID
    position: int
    what: str

    @property
    def event(self) -> tuple[str, UUID, int]:
        """Return which event it is."""
        return self.stream_kind, self.stream, self.position

    def __str__(self) -> str:
        return _("%(kind)s %(stream)s, event %(position)s: %(what)s") % {
            "kind": self.stream_kind, "stream": self.stream, "position": self.position, "what": self.what,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class TreeBreak:
    """An entry of the tree, a tile or a checkpoint that is not what was published."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Walk:
    """The result of one audit: how much was read, every break, the places that restores lost, erased contents."""

    events: int
    streams: int
    breaks: list[Break | TreeBreak]
    entries: int = 0
    published: int = 0
    checkpoints: int = 0
    lost: list[int] = field(default_factory=list)
    erased: int = 0
