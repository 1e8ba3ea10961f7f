"""Lanes: the lines at the right of a narrow drawing, one for each stage that is reached past others."""

from collections.abc import Sequence
from dataclasses import dataclass

from dienests.site.diagrams.graph import Arrow


@dataclass(frozen=True, slots=True)
class Lane:
    """The line that leads into one stage; `place` counts from the boxes outwards."""

    target: str
    place: int


def lanes(order: Sequence[str], arrows: Sequence[Arrow]) -> dict[str, Lane]:
    """Return the lane of each target, the short ones inside; lanes that do not meet share a place."""
    spans: dict[str, list[float]] = {}
    for arrow in arrows:
        reached, left = float(order.index(arrow.target)), order.index(arrow.source) + 0.5
        spans.setdefault(arrow.target, [reached]).append(left)
    taken: list[list[tuple[float, float]]] = []
    found: dict[str, Lane] = {}
    for target in sorted(spans, key=lambda key: (max(spans[key]) - min(spans[key]), order.index(key))):
        low, high = min(spans[target]), max(spans[target])
        free = (place for place, others in enumerate(taken) if all(high < a or b < low for a, b in others))
        place = next(free, len(taken))
        taken.extend([[]] if place == len(taken) else [])
        taken[place].append((low, high))
        found[target] = Lane(target, place)
    return found
