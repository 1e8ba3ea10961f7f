"""The drawing for a wide screen: layers of stages and labels, and wires in right angles between them."""

from itertools import pairwise

from dienests.site.diagrams.graph import Graph
from dienests.site.diagrams.order import order
from dienests.site.diagrams.places import Places
from dienests.site.diagrams.ports import Ports
from dienests.site.diagrams.shapes import Area, Drawing, Label, Point, Wire
from dienests.site.diagrams.sizes import place
from dienests.site.diagrams.tracks import TRACK, Bundle, assign
from dienests.site.diagrams.web import Knot, Plan, Strand, Web
from dienests.site.diagrams.wording import Wording

MARGIN = 2.0
GAP = 9.0
TIP = 9.0  # more room where an arrow ends


def least(layers: Web) -> float:
    """Return how long a drawing of these layers is at least, before its wires are known."""
    lengths = [max((knot.length for knot in layer), default=0.0) for layer in layers.layers]
    return sum(lengths) + 2 * GAP * (len(lengths) - 1) + 2 * MARGIN


class Layered:
    """Draws a graph in layers; computed as if downwards, and turned at the end for a drawing to the right."""

    def __init__(self, graph: Graph, wording: Wording, plan: Plan, layers: Web) -> None:
        self.graph, self.wording, self.plan, self.web = graph, wording, plan, layers
        order(self.web)
        self.ports = Ports(self.web, down=plan.down)
        Places(self.web, self.ports, down=plan.down).settle()
        self._shift()
        self.bundles: dict[tuple[int, Knot, bool], Bundle] = {}
        self.starts: list[float] = []
        self.ends: list[float] = []
        self._stack()

    def drawn(self) -> Drawing:
        """Return the drawing."""
        across = max((knot.pin + knot.after for layer in self.web.layers for knot in layer), default=0.0) + MARGIN
        along = self.ends[-1] + MARGIN
        width, height = (across, along) if self.plan.down else (along, across)
        drawing = Drawing(width, height, self.plan.down)
        for strand in self.web.strands:
            self._strand(drawing, strand)
        for layer in self.web.layers:
            for knot in layer:
                self._stage(drawing, knot)
        return drawing

    def _shift(self) -> None:
        knots = [knot for layer in self.web.layers for knot in layer]
        low = min((knot.pin - knot.before for knot in knots), default=0.0)
        for knot in knots:
            knot.pin = round(knot.pin - low + MARGIN, 1)

    def _stack(self) -> None:
        along = MARGIN
        for number, layer in enumerate(self.web.layers):
            self.starts.append(along)
            self.ends.append(along + max((knot.length for knot in layer), default=0.0))
            tracks = assign(self._gap(number))
            along = self.ends[-1] + 2 * GAP + self._tips(number) + TRACK * max(0, tracks - 1)

    def _gap(self, number: int) -> list[Bundle]:
        for strand in self.web.strands:
            for upper, lower in pairwise(strand.knots):
                if upper.layer == number:
                    bundle = self.bundles.setdefault(_owner(upper, lower, strand), Bundle())
                    bundle.upper.add(self._leaves(upper, strand))
                    bundle.lower.add(self._reaches(lower, strand))
        return [bundle for (at, _knot, _turned), bundle in self.bundles.items() if at == number]

    def _tips(self, number: int) -> float:
        # In every second gap arrows end at a stage below, in the others those that lead back end at one above.
        back = any(strand.turned and strand.knots[0].layer == number for strand in self.web.strands)
        return TIP if number % 2 or back else 0.0

    def _leaves(self, knot: Knot, strand: Strand) -> float:
        return round(knot.pin + self.ports.below(knot, strand), 1)

    def _reaches(self, knot: Knot, strand: Strand) -> float:
        return round(knot.pin + self.ports.above(knot, strand), 1)

    def _strand(self, drawing: Drawing, strand: Strand) -> None:
        points: list[Point] = []
        for upper, lower in pairwise(strand.knots):
            start, goal = self._leaves(upper, strand), self._reaches(lower, strand)
            begins, ends = self._edges(upper)[1], self._edges(lower)[0]
            bundle = self.bundles[_owner(upper, lower, strand)]
            tips = self._tips(upper.layer) if not upper.layer % 2 else 0.0
            track = self.ends[upper.layer] + GAP + tips + TRACK * max(0, bundle.track)
            points += [(start, begins), (start, track), (goal, track), (goal, ends)]
        shown = tuple(self._turned(point) for point in (reversed(points) if strand.turned else points))
        drawing.wires.append(Wire(shown, self.wording.of_acts(strand.arrow.acts)))
        text, pin, start = strand.text, strand.label.pin, self.starts[strand.label.layer]
        x, y = (pin + 8, start) if self.plan.down else (start, pin - 4 - text.height)
        drawing.labels.append(Label(Area(x, y, text.width, text.height), text))

    def _edges(self, knot: Knot) -> tuple[float, float]:
        # A box that is shorter than its layer stands in the middle of it; a wire passes a label at its whole length.
        start, end = self.starts[knot.layer], self.ends[knot.layer]
        spare = (end - start - knot.length) / 2 if knot.key else 0.0
        return start + spare, end - spare

    def _stage(self, drawing: Drawing, knot: Knot) -> None:
        if knot.size is None:
            return
        start, end = self._edges(knot)
        x, y = self._turned((knot.pin - knot.before, start))
        height = end - start if self.plan.down else knot.size.height
        area = Area(x, y, knot.size.width, height)
        place(drawing, self.graph.nodes[knot.key], knot.size, area, self.wording)

    def _turned(self, point: Point) -> Point:
        return point if self.plan.down else (point[1], point[0])


def _owner(upper: Knot, lower: Knot, strand: Strand) -> tuple[int, Knot, bool]:
    # Wires fork below a stage and join above one.
    return (upper.layer, lower if lower.key and not upper.key else upper, strand.turned)
