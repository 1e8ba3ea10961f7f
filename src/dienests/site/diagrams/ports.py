"""Ports: where on the edge of a stage its wires begin and end; what leaves and what arrives do not share one."""

from dienests.site.diagrams.web import Knot, Strand, Web

MOST = 22.0


class Ports:
    """The offsets of all ports from the pins of their stages, from the order in the layers."""

    def __init__(self, web: Web, *, down: bool) -> None:
        self._order = {knot: place / len(layer) for layer in web.layers for place, knot in enumerate(layer)}
        self._offsets: dict[tuple[Knot, bool, bool], float] = {}
        for layer in web.layers:
            for knot in layer:
                if knot.key and knot.size:
                    edge = knot.size.width if down else knot.size.height
                    self._sides(knot, min(MOST, edge / 4))

    def below(self, knot: Knot, strand: Strand) -> float:
        """Return the offset of the port towards the next layer."""
        return self._offsets.get((knot, True, strand.turned), 0.0)

    def above(self, knot: Knot, strand: Strand) -> float:
        """Return the offset of the port towards the layer before."""
        return self._offsets.get((knot, False, strand.turned), 0.0)

    def _sides(self, knot: Knot, apart: float) -> None:
        for low in (True, False):
            near: dict[bool, list[float]] = {}
            for strand in knot.strands:
                if low == (strand.knots[0] is knot):
                    other = strand.knots[1] if low else strand.knots[-2]
                    near.setdefault(strand.turned, []).append(self._order[other])
            if len(near) == 2:
                middles = {turned: sum(places) / len(places) for turned, places in near.items()}
                first = middles[True] < middles[False]
                self._offsets[knot, low, True] = -apart if first else apart
                self._offsets[knot, low, False] = apart if first else -apart
