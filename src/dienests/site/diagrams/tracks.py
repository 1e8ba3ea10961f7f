"""Tracks: where, between two layers, wires run across; wires that fork or join share one, others never."""

from collections.abc import Iterable
from dataclasses import dataclass, field

TRACK = 9.0
NEAR = 20.0  # wires closer than this across count as meeting
CONFLICT = 100


@dataclass(slots=True, eq=False)
class Bundle:
    """Wires that fork from one port or join at one: the places of their ends on both sides of the gap."""

    upper: set[float] = field(default_factory=set)
    lower: set[float] = field(default_factory=set)
    track: int = -1  # none for a wire that runs straight on

    @property
    def straight(self) -> bool:
        """Say whether nothing of it runs across."""
        ends = self.upper | self.lower
        return max(ends) - min(ends) < 0.05

    @property
    def span(self) -> tuple[float, float]:
        """Return how far it runs across."""
        ends = self.upper | self.lower
        return min(ends), max(ends)


def assign(bundles: Iterable[Bundle]) -> int:
    """Give each bundle that needs one a track; return how many there are."""
    bent = [bundle for bundle in bundles if not bundle.straight]
    bent.sort(key=lambda bundle: (min(bundle.upper), min(bundle.lower)))
    for _round in bent:
        swapped = False
        for place in range(len(bent) - 1):
            one, other = bent[place : place + 2]
            if _cost(other, one) < _cost(one, other):
                bent[place : place + 2] = [other, one]
                swapped = True
        if not swapped:
            break
    for place, bundle in enumerate(bent):
        bundle.track = 1 + max((other.track for other in bent[:place] if _meet(bundle, other)), default=-1)
    return 1 + max((bundle.track for bundle in bent), default=-1)


def _meet(one: Bundle, other: Bundle) -> bool:
    (a, b), (c, d) = one.span, other.span
    return a - NEAR < d and c - NEAR < b


def _cost(first: Bundle, second: Bundle) -> int:
    """Return the cost of running `first` nearer to the upper layer: crossings, and wires that lie on each other."""
    (a, b), (c, d) = first.span, second.span
    crossings = sum(c < end < d for end in first.lower) + sum(a < end < b for end in second.upper)
    conflicts = sum(abs(low - up) < 4 for low in first.lower for up in second.upper)
    return crossings + CONFLICT * conflicts
