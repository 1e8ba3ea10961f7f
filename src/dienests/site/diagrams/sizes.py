"""How large a stage is, with its loops and sub-cases beside or below it, and where these stand."""

from dataclasses import dataclass

from dienests.site.diagrams.blocks import Block
from dienests.site.diagrams.graph import Node
from dienests.site.diagrams.shapes import Area, Box, Drawing, Label, Wire
from dienests.site.diagrams.wording import NOTHING, Wording

DOT = 16.0
PAD_X, PAD_Y = 13.0, 8.0
LEAST = 40.0  # height of a box with one line
GLYPH = 26.0  # room for the bend of a loop, or for the dashed line to a sub-case
APART = 10.0


@dataclass(frozen=True, slots=True)
class Extra:
    """Something that hangs on a stage: a loop with its acts, or a sub-case."""

    kind: str
    text: Block
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a stage's box and of all that hangs on it."""

    text: Block
    width: float
    height: float
    extras: tuple[Extra, ...]
    beside: bool  # the extras stand to the right of the box, else below it

    @property
    def extras_width(self) -> float:
        """Return how far the extras reach across."""
        widths = [extra.width for extra in self.extras]
        return max(widths, default=0.0) if self.beside else sum(widths) + APART * max(0, len(widths) - 1)

    @property
    def extras_height(self) -> float:
        """Return how far the extras reach down."""
        heights = [extra.height for extra in self.extras]
        return sum(heights) + APART * max(0, len(heights) - 1) if self.beside else max(heights, default=0.0)


def size(node: Node, wording: Wording, *, most: float, label: float, beside: bool) -> Size:
    """Measure a stage whose text is wrapped at `most` and whose loops at `label`."""
    if node.kind == "start":
        return Size(NOTHING, DOT, DOT, (), beside)
    text = wording.stage(node, most)
    extras = tuple(_extras(node, wording, label, beside))
    wide, high = text.width + 2 * PAD_X, max(LEAST, text.height + 2 * PAD_Y)
    if node.kind == "end":
        wide += 10
    bare = Size(text, wide, high, extras, beside)
    if beside:
        return Size(text, wide, max(high, bare.extras_height), extras, beside)
    return Size(text, max(wide, bare.extras_width), high, extras, beside)


def _extras(node: Node, wording: Wording, label: float, beside: bool) -> list[Extra]:
    found = []
    if node.loops:
        text = wording.acts(node.loops, label)
        room = (GLYPH + text.width + 4, max(30.0, text.height + 4))
        found.append(Extra("loop", text, *(room if beside else (room[0], room[1] + 6))))
    for slug in node.opens:
        text = wording.opened(slug, label)
        wide, high = text.width + 16, text.height + 12
        found.append(Extra("side", text, *((wide + GLYPH, high) if beside else (wide, high + 16))))
    return found


def place(drawing: Drawing, node: Node, measured: Size, area: Area, wording: Wording) -> None:
    """Draw a stage's box into `area`, and what hangs on it."""
    state = wording.of_node(node.key)
    drawing.boxes.append(Box(node.key, node.kind, area, measured.text, state))
    x, y = (area.right, area.y) if measured.beside else (area.x, area.bottom)
    for extra in measured.extras:
        if extra.kind == "loop":
            _loop(drawing, extra, x, y, measured.beside, wording.of_acts(node.loops))
        else:
            _side(drawing, node, extra, x, y, measured.beside, state)
        x, y = (x, y + extra.height + APART) if measured.beside else (x + extra.width + APART, y)


def _loop(drawing: Drawing, extra: Extra, x: float, y: float, beside: bool, state: str) -> None:
    text = extra.text
    if beside:
        up, down = y + extra.height / 2 - 9, y + extra.height / 2 + 9
        points = ((x, up), (x + 18, up), (x + 18, down), (x, down))
        drawing.labels.append(
            Label(Area(x + GLYPH, y + (extra.height - text.height) / 2, text.width, text.height), text)
        )
    else:
        low = y + extra.height - 4
        points = ((x + 4, y), (x + 4, low), (x + 18, low), (x + 18, y))
        drawing.labels.append(Label(Area(x + GLYPH, y + 8, text.width, text.height), text))
    drawing.wires.append(Wire(points, state))


def _side(drawing: Drawing, node: Node, extra: Extra, x: float, y: float, beside: bool, state: str) -> None:
    if beside:
        area = Area(x + GLYPH, y, extra.width - GLYPH, extra.height)
        points = ((x, area.centre[1]), (area.x, area.centre[1]))
    else:
        area = Area(x, y + 16, extra.width, extra.height - 16)
        points = ((area.centre[0], y), (area.centre[0], area.y))
    drawing.wires.append(Wire(points, state, dashed=True, arrow=False))
    drawing.boxes.append(Box(node.key, "side", area, extra.text, state))
