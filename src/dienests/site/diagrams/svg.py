"""A drawing as SVG: classes and places only, no style and no script; the links in it take the focus."""

from collections.abc import Iterable
from math import hypot

from django.utils.safestring import SafeString

from dienests.site.design.markup import classes, element, joined
from dienests.site.diagrams.blocks import Block, Line, Word
from dienests.site.diagrams.shapes import Box, Drawing, Label, Point, Wire

ROUND = 6.0
TIP_LONG, TIP_WIDE = 8.0, 3.6


def svg(drawing: Drawing, *, kind: str, said: str) -> SafeString:
    """Return the picture; `kind` is a class, `said` its name for those who do not see it."""
    wires = sorted(drawing.wires, key=lambda wire: wire.state == "lit")  # what is lit lies on top
    return element(
        "svg",
        {
            "class": f"d-diagram {kind}",
            "width": f"{_number(drawing.width / 16)}rem",
            "height": f"{_number(drawing.height / 16)}rem",
            "viewBox": f"0 0 {_number(drawing.width)} {_number(drawing.height)}",
            "role": "group",
            "aria-label": said,
        },
        joined(part for wire in wires for part in _wire(wire)),
        joined(part for each in drawing.texts() for part in _text(each)),
    )


def _wire(wire: Wire) -> Iterable[SafeString]:
    points = _merged(wire.points)
    kinds = ("--dashed" if wire.dashed else "", f"--{wire.state}" if wire.state else "")
    if wire.arrow:
        *rest, before, tip = points
        back = _towards(tip, before, TIP_LONG)
        yield _path("line", kinds, _rounded([*rest, before, back]))
        across = ((tip[1] - before[1]), (before[0] - tip[0]))
        length = hypot(*across) or 1.0
        dx, dy = across[0] / length * TIP_WIDE, across[1] / length * TIP_WIDE
        corners = (tip, (back[0] + dx, back[1] + dy), (back[0] - dx, back[1] - dy))
        yield _path("tip", kinds[1:], "M" + "L".join(_pair(corner) for corner in corners) + "Z")
    else:
        yield _path("line", kinds, _rounded(points))


def _path(part: str, kinds: Iterable[str], d: str) -> SafeString:
    return element("path", {"class": _class(part, kinds), "d": d})


def _class(part: str, kinds: Iterable[str]) -> str:
    return classes(f"d-diagram__{part}", *(f"d-diagram__{part}{kind}" for kind in kinds if kind))


def _merged(points: Iterable[Point]) -> list[Point]:
    # Points on one straight line say nothing.
    found: list[Point] = []
    for x, y in points:
        if found and abs(found[-1][0] - x) < 0.05 and abs(found[-1][1] - y) < 0.05:
            continue
        if len(found) > 1:
            (ax, ay), (bx, by) = found[-2:]
            if abs((bx - ax) * (y - by) - (by - ay) * (x - bx)) < 0.05:
                found.pop()
        found.append((x, y))
    return found


def _rounded(points: list[Point]) -> str:
    d = f"M{_pair(points[0])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(ROUND, _distance(before, corner) / 2, _distance(corner, after) / 2)
        into, out = _towards(corner, before, radius), _towards(corner, after, radius)
        d += f"L{_pair(into)}Q{_pair(corner)} {_pair(out)}"
    return f"{d}L{_pair(points[-1])}"


def _distance(one: Point, other: Point) -> float:
    return hypot(other[0] - one[0], other[1] - one[1])


def _towards(start: Point, goal: Point, length: float) -> Point:
    whole = _distance(start, goal) or 1.0
    return start[0] + (goal[0] - start[0]) * length / whole, start[1] + (goal[1] - start[1]) * length / whole


def _text(shape: Box | Label) -> Iterable[SafeString]:
    return _box(shape) if isinstance(shape, Box) else [_lines(shape.text, shape.area.x, shape.area.y)]


def _box(box: Box) -> Iterable[SafeString]:
    area, kinds = box.area, ["" if box.kind == "stage" else f"--{box.kind}", f"--{box.state}" if box.state else ""]
    if box.kind == "start":
        x, y = area.centre
        circle = {"cx": _number(x), "cy": _number(y), "r": _number(area.width / 2)}
        yield element("circle", {"class": _class("dot", kinds[1:]), **circle})
        return
    corner = min(18.0, area.height / 2) if box.kind == "end" else 4.0
    yield _rectangle(box, kinds, 0.0, corner)
    if box.kind == "end":
        yield _rectangle(box, kinds, 4.0, corner - 4)
    x, y = area.centre
    top = y - box.text.height / 2
    if box.left:
        yield _lines(box.text, area.x + (18 if box.kind == "end" else 13), top)
    else:
        yield _lines(box.text, x, top, middle=True)


def _rectangle(box: Box, kinds: Iterable[str], inset: float, corner: float) -> SafeString:
    area = box.area
    sides = {
        "x": area.x + inset, "y": area.y + inset, "width": area.width - 2 * inset, "height": area.height - 2 * inset,
        "rx": corner,
    }  # fmt: skip
    return element("rect", {"class": _class("box", kinds), **{name: _number(side) for name, side in sides.items()}})


def _lines(text: Block, x: float, y: float, *, middle: bool = False) -> SafeString:
    return joined(_line(line, x, y, middle) for line in text.lines)


def _line(line: Line, x: float, y: float, middle: bool) -> SafeString:
    kinds = _class(line.style.name, [f"--{line.state}" if line.state else ""])
    where = {"x": _number(x), "y": _number(y + line.drop), "text-anchor": "middle" if middle else None}
    return element("text", {"class": kinds, **where}, joined((_word(word) for word in line.words), between=" "))


def _word(word: Word) -> SafeString:
    if not word.href:
        return joined([word.before, word.text, word.after])
    attributes = {"class": "d-diagram__mark", "href": word.href, "aria-label": word.said or None}
    if word.quiet:
        attributes |= {"aria-hidden": "true", "tabindex": "-1", "aria-label": None}
    before = element("tspan", {"class": "d-diagram__sign"}, word.before) if word.before else ""
    return joined([before, element("a", attributes, word.text), word.after])


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
