"""A finding: one thing that was looked at, how it stands, and what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`name` is a slug that stays; `what` says how it stands and, unless it is fine, what to do."""

    name: str
    level: Level
    what: str


Check = Callable[[datetime], Iterator[Finding]]


def judged(name: str, fine: bool, good: str, bad: str, *, level: Level = "error") -> Finding:
    """Return a finding from one question."""
    return Finding(name, "ok" if fine else level, good if fine else bad)
