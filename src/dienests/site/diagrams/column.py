"""The drawing for a narrow screen: stages one below the other, and lanes at the right for what skips some."""

from dienests.site.diagrams.blocks import Block
from dienests.site.diagrams.graph import Arrow, Graph, Node
from dienests.site.diagrams.lanes import lanes
from dienests.site.diagrams.ranks import sequence
from dienests.site.diagrams.shapes import Area, Box, Drawing, Label, Wire
from dienests.site.diagrams.sizes import DOT, PAD_X, PAD_Y
from dienests.site.diagrams.wording import Wording

WIDTH = 288.0
SPINE, TEXT, BEND = 14.0, 26.0, 14.0
LANE, LANES_MOST = 11.0, 77.0
TIP = 13.0  # room for an arrow between the lanes and a box


class Column:
    """Draws a graph from top to bottom, never wider than `WIDTH`."""

    def __init__(self, graph: Graph, wording: Wording) -> None:
        self.graph, self.wording = graph, wording
        self.order = sequence(graph)
        after = dict(zip(self.order, [*self.order[1:], ""], strict=False))
        self.past = [arrow for arrow in graph.arrows if after[arrow.source] != arrow.target]
        self.lanes = lanes(self.order, self.past)
        number = max((lane.place + 1 for lane in self.lanes.values()), default=0)
        self.step = min(LANE, LANES_MOST / max(1, number))
        self.edge = WIDTH - 2 - (TIP + self.step * (number - 1) + 2 if number else 0.0)
        self.drawing = Drawing(WIDTH)
        self.y = 2.0
        self.foot: dict[str, float] = {}  # where the lines that leave a stage begin
        self.into: dict[str, float] = {}  # at which height its lane arrives
        self.row: dict[str, float] = {}  # at which height an arrow goes to its lane

    def drawn(self) -> Drawing:
        """Return the drawing."""
        for place, key in enumerate(self.order):
            self.y += 18 if place and not self._follows(place) else 0
            self._box(self.graph.nodes[key])
            self._hanging(self.graph.nodes[key])
            self._leaving(key)
        for arrow in self.past:
            self._wire(arrow)
        self.drawing.height = self.y + 2
        return self.drawing

    def _follows(self, place: int) -> bool:
        before, here = self.order[place - 1 : place + 1]
        return any(arrow.target == here for arrow in self.graph.leaving(before))

    def _box(self, node: Node) -> None:
        text = self.wording.stage(node, self.edge - 7 - 2 * PAD_X)
        area = Area(2, self.y, self.edge - 2, text.height + 2 * PAD_Y)
        if node.kind == "start":
            area = Area(SPINE - DOT / 2, self.y, DOT, DOT)
        self.drawing.boxes.append(Box(node.key, node.kind, area, text, self.wording.of_node(node.key), left=True))
        self.foot[node.key], self.into[node.key] = area.bottom, area.centre[1]
        self.y = area.bottom

    def _hanging(self, node: Node) -> None:
        state, foot = self.wording.of_node(node.key), self.foot[node.key]
        left = TEXT + BEND + 10
        for slug in node.opens:
            text = self.wording.opened(slug, self.edge - left - 16)
            area = Area(left, self.y + 10, text.width + 16, text.height + 12)
            if self.y == foot:  # a second one stands below the first, which is line enough
                down = ((left + 12, foot), (left + 12, area.y))
                self.drawing.wires.append(Wire(down, state, dashed=True, arrow=False))
            self.drawing.boxes.append(Box(node.key, "side", area, text, state))
            self.y = area.bottom
        if node.loops:
            block = self.wording.acts(node.loops, self.edge - left)
            self._label(block, left)
            low = self.y - block.height / 2 + 2
            bend = ((TEXT, foot), (TEXT, low), (TEXT + BEND, low), (TEXT + BEND, foot))
            self.drawing.wires.append(Wire(bend, self.wording.of_acts(node.loops)))

    def _leaving(self, key: str) -> None:
        ahead: list[Arrow] = []
        for arrow in self.graph.leaving(key):
            if arrow not in self.past:
                ahead.append(arrow)
                continue
            self._label(self._block(arrow), TEXT)
            self.y += 3
            self.row[f"{arrow.source} {arrow.target}"] = self.y
        for arrow in ahead:
            self._label(self._block(arrow), TEXT)
            self.y += 12
            points = ((SPINE, self.foot[key]), (SPINE, self.y))
            self.drawing.wires.append(Wire(points, self.wording.of_acts(arrow.acts)))

    def _wire(self, arrow: Arrow) -> None:
        x = self.edge + TIP + self.lanes[arrow.target].place * self.step
        row, into = self.row[f"{arrow.source} {arrow.target}"], self.into[arrow.target]
        points = (
            (SPINE, self.foot[arrow.source]), (SPINE, row), (x, row), (x, into), (self.edge, into),
        )  # fmt: skip
        self.drawing.wires.append(Wire(points, self.wording.of_acts(arrow.acts)))

    def _block(self, arrow: Arrow) -> Block:
        return self.wording.acts(arrow.acts, self.edge - TEXT)

    def _label(self, block: Block, x: float) -> None:
        self.drawing.labels.append(Label(Area(x, self.y + 8, block.width, block.height), block))
        self.y += 8 + block.height
