"""Whatever the procedure: nothing lies on anything else, nothing sticks out, and nothing is left out."""

from collections.abc import Iterator
from itertools import combinations, pairwise, product

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from dienests.kernel.procedures import Procedure
from dienests.site.diagrams.blocks import Block
from dienests.site.diagrams.column import WIDTH, Column
from dienests.site.diagrams.draw import PLANS, prepared
from dienests.site.diagrams.layered import Layered
from dienests.site.diagrams.shapes import Area, Drawing, Point, Wire
from dienests.site.diagrams.tests.procedures import declared, dense, procedures
from dienests.site.diagrams.web import web

CLOSE = 0.3  # places are rounded to a tenth
THIN = 0.2
thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def drawings(procedure: type[Procedure], lit: frozenset[str] = frozenset(), only_lit: bool = False) -> list[Drawing]:
    figures = {"stage_0": "3 lietas"}, {"stage_0": "9 d.", "stage_1": "12 d."}
    graph, wording = prepared(procedure, lit, *figures, only_lit)
    across = [Layered(graph, wording, plan, web(graph, wording, plan)).drawn() for plan in PLANS]
    return [*across, Column(graph, wording).drawn()]


def overlap(one: Area, other: Area) -> bool:
    wide = min(one.right, other.right) - max(one.x, other.x)
    high = min(one.bottom, other.bottom) - max(one.y, other.y)
    return wide > CLOSE and high > CLOSE


def segments(drawing: Drawing) -> Iterator[Area]:
    for wire in drawing.wires:
        for (ax, ay), (bx, by) in pairwise(wire.points):
            assert abs(ax - bx) < 0.01 or abs(ay - by) < 0.01, "wires run in right angles"
            yield Area(min(ax, bx) - THIN, min(ay, by) - THIN, abs(ax - bx) + 2 * THIN, abs(ay - by) + 2 * THIN)


def words(drawing: Drawing) -> str:
    texts: list[Block] = [*(box.text for box in drawing.boxes), *(label.text for label in drawing.labels)]
    found = (word for text in texts for line in text.lines for word in line.words)
    return "".join(f"{word.before}{word.text}{word.after}" for word in found)


@thorough
@given(procedures())
@example(dense())
def test_boxes_and_labels_lie_apart(procedure: type[Procedure]) -> None:
    for drawing in drawings(procedure):
        areas = [box.area for box in drawing.boxes] + [label.area for label in drawing.labels]
        assert [pair for pair in combinations(areas, 2) if overlap(*pair)] == []


@thorough
@given(procedures())
@example(dense())
def test_no_wire_crosses_a_box_or_a_label(procedure: type[Procedure]) -> None:
    for drawing in drawings(procedure):
        areas = [box.area for box in drawing.boxes] + [label.area for label in drawing.labels]
        assert [(wire, area) for wire in segments(drawing) for area in areas if overlap(wire, area)] == []


@thorough
@given(procedures())
@example(dense())
def test_wires_lie_on_each_other_only_where_they_fork_or_join(procedure: type[Procedure]) -> None:
    for drawing in drawings(procedure):
        for one, other in combinations([wire for wire in drawing.wires if wire.arrow], 2):
            if not set(ends(drawing, one)) & set(ends(drawing, other)):
                assert together(one, other) < CLOSE


def ends(drawing: Drawing, wire: Wire) -> tuple[str, str]:
    """Return the stage that a wire leaves and the one that it reaches, from their places alone."""
    keys = []
    for x, y in (wire.points[0], wire.points[-1]):
        near = (box.area for box in drawing.boxes)
        touched = [area.x - 1 < x < area.right + 1 and area.y - 1 < y < area.bottom + 1 for area in near]
        keys.append(drawing.boxes[touched.index(True)].key)
    return "from " + keys[0], "to " + keys[1]


def together(one: Wire, other: Wire) -> float:
    """Return for how long two wires run on one line."""
    longest = 0.0
    for first, second in product(pairwise(one.points), pairwise(other.points)):
        for along, across in ((0, 1), (1, 0)):
            places = [point[across] for point in (*first, *second)]
            if max(places) - min(places) < 1:
                low = max(min(point[along] for point in part) for part in (first, second))
                high = min(max(point[along] for point in part) for part in (first, second))
                longest = max(longest, high - low)
    return longest


@thorough
@given(procedures())
@example(dense())
def test_everything_lies_within_the_picture(procedure: type[Procedure]) -> None:
    for drawing in drawings(procedure):
        corners: list[Point] = [point for wire in drawing.wires for point in wire.points]
        for area in [box.area for box in drawing.boxes] + [label.area for label in drawing.labels]:
            corners += [(area.x, area.y), (area.right, area.bottom)]
        assert all(-0.1 <= x <= drawing.width + 0.1 and -0.1 <= y <= drawing.height + 0.1 for x, y in corners)
    assert drawings(procedure)[-1].width == WIDTH <= 300


@thorough
@given(procedures())
@example(dense())
def test_the_text_of_a_box_fits_into_it(procedure: type[Procedure]) -> None:
    for drawing in drawings(procedure):
        for box in drawing.boxes:
            assert box.text.width <= box.area.width
            assert box.text.height <= box.area.height


@thorough
@given(procedures())
@example(dense())
def test_every_stage_every_act_and_every_paragraph_number_appears(procedure: type[Procedure]) -> None:
    for drawing in drawings(procedure):
        shown = words(drawing)
        for stage in procedure.stages.values():
            assert str(stage.label).replace(" ", "") in shown
        for action in procedure.actions.values():
            numbers = "§ " + ",".join(action.basis.addresses)
            assert f"{str(action.label).replace(' ', '')}{numbers}" in shown


@thorough
@given(procedures(), st.data())
def test_what_is_lit_is_lit_and_everything_else_is_dim(procedure: type[Procedure], data: st.DataObject) -> None:
    names = sorted(procedure.actions)
    lit = frozenset(data.draw(st.sets(st.sampled_from(names)))) if names else frozenset()
    bright: set[str] = set()
    for name in lit:
        graph, _wording = prepared(procedure, frozenset({name}), {}, {}, False)
        arrows = [arrow for arrow in graph.arrows if any(each.name == name for each in arrow.acts)]
        bright |= {arrow.source for arrow in arrows} | {arrow.target for arrow in arrows}
        bright |= {key for key, node in graph.nodes.items() if any(each.name == name for each in node.loops)}
    for drawing in drawings(procedure, lit):
        for box in drawing.boxes:
            assert box.state == ("" if not lit else "lit" if box.key in bright else "dim")
        states = [line.state for label in drawing.labels for line in label.text.lines]
        assert ("lit" in states) == bool(lit)
        assert ("" in states) == (not lit and bool(names))


@thorough
@given(procedures(), st.data())
def test_a_piece_holds_the_lit_acts_and_what_is_next_to_them(procedure: type[Procedure], data: st.DataObject) -> None:
    assume(procedure.actions)
    lit = frozenset({data.draw(st.sampled_from(sorted(procedure.actions)))})
    whole, part = drawings(procedure, lit)[-1], drawings(procedure, lit, only_lit=True)[-1]
    (name,) = lit
    assert str(procedure.actions[name].label).replace(" ", "") in words(part)
    assert {box.key for box in part.boxes} <= {box.key for box in whole.boxes}
    shown, bright = ({box.key for box in each.boxes if box.state == "lit"} for each in (part, whole))
    assert shown == bright


def test_nothing_is_drawn_of_a_procedure_without_stages() -> None:
    assert [drawing.boxes for drawing in drawings(declared({"title": "tukša"}))] == [[]] * (len(PLANS) + 1)
