"""Every pair of our colours that meets on a page can be told apart (WCAG 2.2: text 4.5 to 1, shapes 3 to 1)."""

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).parents[2] / "static" / "dienests.css").read_text()
COLOURS = dict(re.findall(r"--d-([a-z-]+): (#[0-9a-f]{6});", SHEET))

TEXT = [
    *[(name, "paper") for name in (
        "text", "text-soft", "norm", "action", "action-dark", "visited", "error", "unset", "grey-text",
    )],
    *[("paper", name) for name in ("action", "action-dark", "error", "late-text", "done", "demo-text")],
    *[(f"{name}-text", f"{name}-shade") for name in ("late", "near", "calm", "grey", "demo")],
    ("text", "focus"), ("text", "grey-shade"), ("norm", "norm-shade"), ("text", "norm-shade"),
]  # fmt: skip
SHAPES = [(name, "paper") for name in (
    "done", "running", "overdue", "unset", "idle", "quiet", "norm", "norm-line", "drawing", "text",
)]  # fmt: skip


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_known_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(front: str, back: str) -> None:
    assert contrast(COLOURS[front], COLOURS[back]) >= 4.5


@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shapes_can_be_seen(front: str, back: str) -> None:
    assert contrast(COLOURS[front], COLOURS[back]) >= 3


def test_every_colour_is_a_variable_so_that_the_pairs_are_complete() -> None:
    rules = SHEET.partition("\n}\n")[2]
    assert not re.findall(r"#[0-9a-f]{3,8}\b", rules)
    decorative = {"line", "rule"}
    assert set(COLOURS) - decorative == {name for pair in TEXT + SHAPES for name in pair}
