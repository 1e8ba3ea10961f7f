"""What differs between two outlines: one line per value that was added, struck out or changed, by its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One value at one place ("actions.submit.asks.reason.kind"); None stands for nothing there."""

    place: str
    was: Any
    now: Any

    def __str__(self) -> str:
        if self.was is None:
            return f"{self.place} was added"
        if self.now is None:
            return f"{self.place} was struck out"
        return f"{self.place} was {_short(self.was)} and is {_short(self.now)}"


def differences(was: Any, now: Any, place: str = "") -> Iterator[Difference]:
    """Yield what differs, in the order of the places; whole items that come or go are one difference each."""
    if was == now:
        return
    if not (isinstance(was, dict) and isinstance(now, dict)):
        yield Difference(place, was, now)
        return
    for name in sorted(was.keys() | now.keys()):
        yield from differences(was.get(name), now.get(name), f"{place}.{name}" if place else name)


def said(value: Any) -> str:
    """Return a value of an outline as a line of text: "by: chair; asks: (answer: (kind: Text))"."""
    match value:
        case dict():
            parts = (f"{name}: ({said(each)})" if isinstance(each, dict) else f"{name}: {said(each)}"
                     for name, each in value.items())  # fmt: skip
            return "; ".join(parts)
        case list():
            return ", ".join(said(each) for each in value)
    return str(value)


def _short(value: Any) -> str:
    text = said(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
