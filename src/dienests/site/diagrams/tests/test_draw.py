"""What a page gets: two pictures of which one is shown, safe under the content policy, the same every time."""

import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils import translation

from dienests.kernel.procedures import START, STAYS, action, end, stage
from dienests.kernel.procedures.registry import newest
from dienests.site.diagrams import draw as drawing
from dienests.site.diagrams.draw import draw
from dienests.site.diagrams.tests.procedures import act, clerk, declared

GOLDEN = Path(__file__).parent / "golden" / "ethics-report.svg"


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def tree(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(html)


def texts(found: ElementTree.Element, part: str) -> list[str]:
    return ["".join(each.itertext()) for each in found.iter("text") if part in each.get("class", "").split()]


def hostile() -> object:
    begun, done = stage('<script>"a" & b'), end("done")
    return declared({
        "title": 'A "title" & <more>', "begun": begun, "done": done,
        "begin": action("<b>begin</b>", START, begun, by=clerk, basis=act["1"]),
        "finish": action("x & y", begun, done, by=clerk, basis=act["2.1", "3"]),
        "note": action("note", begun, STAYS, by=clerk, basis=act["4"]),
    })  # fmt: skip


def test_the_ethics_report_is_drawn_as_it_was_approved(tmp_path: Path) -> None:
    # One element a line, so that a difference is readable.
    drawn = draw(newest()["ethics-report"]).replace("><", ">\n<") + "\n"
    (tmp_path / "drawn.svg").write_text(drawn)
    assert drawn == GOLDEN.read_text(), f"where the change is meant, {tmp_path}/drawn.svg replaces it"


def test_every_act_and_paragraph_of_the_ethics_report_stands_in_both_pictures() -> None:
    procedure = newest()["ethics-report"]
    for picture in tree(draw(procedure)).findall("svg"):
        shown = " ".join(texts(picture, "d-diagram__act"))
        for each in procedure.actions.values():
            assert f"{each.label} § {', '.join(each.basis.addresses)}" in shown
        linked = [link.get("href") for link in picture.iter("a") if link.get("href", "").startswith("/en/rulebook/")]
        assert len(linked) == sum(len(each.basis.addresses) for each in procedure.actions.values())


def test_a_number_links_its_paragraph_and_a_sub_case_its_procedure() -> None:
    found = {link.get("href"): link for link in tree(draw(newest()["ethics-report"])).iter("a")}
    assert found["/en/rulebook/vpd-ethics-code-2026/25/"].text == "25"
    assert found["/en/rulebook/vpd-ethics-code-2026/25/"].get("aria-label", "").endswith(" 25.")
    assert found["/en/services/ethics-case/"].text == "Breach case"


def test_nothing_that_the_content_policy_forbids_and_no_id_is_in_it() -> None:
    allowed = {"class", "width", "height", "viewBox", "role", "aria-label", "aria-hidden", "tabindex", "href", "x", "y",
               "rx", "cx", "cy", "r", "d", "text-anchor"}  # fmt: skip
    for each in tree(draw(hostile(), lit=frozenset({"finish"}))).iter():
        assert each.tag in {"div", "svg", "path", "rect", "circle", "text", "tspan", "a"}
        assert set(each.attrib) <= allowed


def test_names_are_escaped() -> None:
    html = draw(hostile())
    assert "<script>" not in html
    assert "<b>" not in html
    assert texts(tree(html), "d-diagram__name")[0] == '<script>"a" & b'
    assert tree(html)[0].get("aria-label") == 'Diagram of the procedure “A "title" & <more>”'


def test_what_is_lit_carries_its_class_and_the_rest_is_dim() -> None:
    picture = tree(draw(hostile(), lit=frozenset({"finish", "no such act"})))[0]
    assert texts(picture, "d-diagram__act--lit") == ["x & y § 2.1, 3"]
    assert texts(picture, "d-diagram__act--dim") == ["<b>begin</b> § 1", "note § 4"]
    assert texts(picture, "d-diagram__name--lit") == ['<script>"a"', "& b", "done"]
    kinds = [each.get("class", "") for each in picture if each.tag == "path" and "line" in each.get("class", "")]
    assert sorted(kind.rpartition("--")[2] for kind in kinds) == ["dim", "dim", "lit"]


def test_a_piece_leaves_the_rest_out() -> None:
    procedure = newest()["ethics-report"]
    names = texts(tree(draw(procedure, lit=frozenset({"collect", "weigh"}), only_lit=True))[1], "d-diagram__name")
    assert " ".join(names) == "received among the quarter's proposals answered"
    assert draw(procedure, lit=frozenset({"no such act"}), only_lit=True) == draw(procedure)


def test_what_waits_and_for_how_long_stands_in_the_box() -> None:
    picture = tree(draw(hostile(), waiting={"begun": "3 cases"}, medians={"begun": "9 d.", "done": "1 d."}))[1]
    assert texts(picture, "d-diagram__wait") == ["3 cases · median 9 d.", "median 1 d."]
    assert texts(tree(draw(hostile()))[1], "d-diagram__wait") == []


def test_each_language_has_its_own_drawing_that_is_made_once() -> None:
    procedure = newest()["ethics-report"]
    assert draw(procedure) is draw(procedure)
    with translation.override("lv"):
        assert "saņemts" in draw(procedure)
    assert "received" in draw(procedure)


def test_drawing_the_largest_procedure_anew_is_quick() -> None:
    procedure = newest()["ethics-report"]
    draw(procedure)
    spent = []
    for _round in range(5):
        drawing._drawn.cache_clear()
        before = time.process_time()
        draw(procedure)
        spent.append(time.process_time() - before)
    # About 20 ms of processor time; the limit leaves room for a slower machine.
    assert min(spent) < 0.06
