"""The order within each layer: as few crossings as a few sweeps of barycentres find."""

from bisect import bisect_right, insort
from itertools import pairwise

from dienests.site.diagrams.web import Knot, Web

SWEEPS = 8


def order(web: Web) -> None:
    """Put the knots of each layer into an order with few crossings."""
    above, below = _neighbours(web, -1), _neighbours(web, 1)
    places: dict[Knot, float] = {}
    for layer in web.layers:
        _number(layer, places)
    best, fewest = [list(layer) for layer in web.layers], _crossings(web, below, places)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        near = above if forth else below
        for layer in web.layers if forth else reversed(web.layers):
            layer.sort(key=lambda knot: _middle(near[knot], places, places[knot]))
            _number(layer, places)
        found = _crossings(web, below, places)
        if found < fewest:
            best, fewest = [list(layer) for layer in web.layers], found
        if not fewest:
            break
    web.layers[:] = best


def _neighbours(web: Web, step: int) -> dict[Knot, list[Knot]]:
    found: dict[Knot, list[Knot]] = {knot: [] for layer in web.layers for knot in layer}
    for strand in web.strands:
        for upper, lower in pairwise(strand.knots):
            if step > 0:
                found[upper].append(lower)
            else:
                found[lower].append(upper)
    return found


def _number(layer: list[Knot], places: dict[Knot, float]) -> None:
    # Measured from the middle, so that layers of different length compare.
    for place, knot in enumerate(layer):
        places[knot] = place - (len(layer) - 1) / 2


def _middle(near: list[Knot], places: dict[Knot, float], own: float) -> float:
    return sum(places[knot] for knot in near) / len(near) if near else own


def _crossings(web: Web, below: dict[Knot, list[Knot]], places: dict[Knot, float]) -> int:
    found = 0
    for layer in web.layers:
        ends: list[float] = []
        for knot in layer:
            reached = sorted(places[each] for each in below[knot])
            found += sum(len(ends) - bisect_right(ends, place) for place in reached)
            for place in reached:
                insort(ends, place)
    return found
