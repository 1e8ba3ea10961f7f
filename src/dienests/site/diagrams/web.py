"""A graph in layers: stages on the even ones, labels on the odd ones, and bends where a wire passes through."""

from dataclasses import dataclass, field

from dienests.site.diagrams.blocks import Block
from dienests.site.diagrams.graph import Arrow, Graph
from dienests.site.diagrams.ranks import backward, ranks
from dienests.site.diagrams.sizes import Size, size
from dienests.site.diagrams.wording import NOTHING, Wording


@dataclass(frozen=True, slots=True)
class Plan:
    """How a drawing is laid out: downwards or to the right, and where its texts are wrapped."""

    down: bool
    label: float
    stage: float


@dataclass(slots=True, eq=False)
class Knot:
    """One thing in a layer. `pin` is where wires meet it, `before` and `after` how far it reaches to both sides."""

    layer: int
    before: float
    after: float
    length: float
    key: str = ""
    size: Size | None = None
    pin: float = 0.0
    strands: list["Strand"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Strand:
    """An arrow on its way through the layers, from the upper end to the lower; a turned one points upwards."""

    arrow: Arrow
    turned: bool
    text: Block
    knots: list[Knot]
    label: Knot

    @property
    def inner(self) -> list[Knot]:
        """Return the knots between the two stages."""
        return self.knots[1:-1]


@dataclass(slots=True)
class Web:
    """All layers with their knots in order, and all strands."""

    layers: list[list[Knot]]
    strands: list[Strand]


def web(graph: Graph, wording: Wording, plan: Plan) -> Web:
    """Return the web of a graph, its layers in the order of the declaration."""
    turned = backward(graph)
    depth = ranks(graph, turned)
    layers: list[list[Knot]] = [[] for _layer in range(2 * max(depth.values(), default=0) + 1)]
    stages: dict[str, Knot] = {}
    for key, node in graph.nodes.items():
        measured = size(node, wording, most=plan.stage, label=plan.label, beside=plan.down)
        stages[key] = _stage(key, 2 * depth[key], measured, plan.down)
        layers[2 * depth[key]].append(stages[key])
    strands = []
    for place, arrow in enumerate(graph.arrows):
        ends = (arrow.target, arrow.source) if place in turned else (arrow.source, arrow.target)
        upper, lower = (stages[key] for key in ends)
        strand = _strand(arrow, place in turned, upper, lower, wording.acts(arrow.acts, plan.label), plan.down)
        strands.append(strand)
        for knot in strand.inner:
            layers[knot.layer].append(knot)
        for knot in strand.knots:
            knot.strands.append(strand)
    return Web(layers, strands)


def _stage(key: str, layer: int, measured: Size, down: bool) -> Knot:
    if down:
        half = measured.width / 2
        return Knot(layer, half, half + measured.extras_width, measured.height, key, measured)
    half = measured.height / 2
    return Knot(layer, half, half + measured.extras_height, measured.width, key, measured)


def _strand(arrow: Arrow, turned: bool, upper: Knot, lower: Knot, text: Block, down: bool) -> Strand:
    # The label stands where the choice is made: next to the stage that the arrow leaves.
    at = lower.layer - 1 if turned else upper.layer + 1
    knots = [upper]
    for layer in range(upper.layer + 1, lower.layer):
        if layer != at:
            knots.append(Knot(layer, 1, 1, 0))
        elif down:
            knots.append(Knot(layer, 3, 8 + text.width, text.height))
        else:
            knots.append(Knot(layer, text.height + 4, 3, text.width))
    label = knots[at - upper.layer]
    return Strand(arrow, turned, text if arrow.acts else NOTHING, [*knots, lower], label)
