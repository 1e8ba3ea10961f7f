"""The diagrams in a browser: one picture of the two, no barrier, links for the keyboard, texts in their boxes."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from dienests.kernel.procedures.registry import newest
from dienests.site.design.tests.test_gallery import RULES, TESTS, opened
from dienests.site.diagrams.draw import draw


@pytest.fixture
def html(db: None) -> str:
    with translation.override("lv"):
        report, case = newest()["ethics-report"], newest()["ethics-case"]
        lit = frozenset({"convene"})
        figures = {"waiting": {"received": "3 lietas"}, "medians": {"received": "2 d.", "hearing": "9 d."}}
        context = {
            "diagrams": [draw(report), draw(report, **figures), draw(report, lit=lit), draw(case)],
            "piece": draw(report, lit=lit, only_lit=True),
        }
        request = RequestFactory().get("/")
        return render_to_string("site/diagrams/tests/page.html", {**context, "nav": []}, request=request)


@pytest.mark.parametrize("width", [320, 1200])
def test_no_barrier_is_found_and_nothing_widens_the_page(browser: Any, html: str, width: int) -> None:
    tab, complaints = opened(browser, html, viewport={"width": width, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.evaluate((TESTS / "vendor" / "axe.min.js").read_text())
    found = tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert complaints == []
    tab.context.close()


@pytest.mark.parametrize(("width", "shown"), [(320, "narrow"), (700, "narrow"), (1200, "wide")])
def test_one_picture_of_the_two_is_shown(browser: Any, html: str, width: int, shown: str) -> None:
    tab, _complaints = opened(browser, html, viewport={"width": width, "height": 900})
    visible = "svg => [...svg].filter(each => each.checkVisibility()).map(each => each.classList[1])"
    first = tab.locator(".d-diagrams").first.locator("svg")
    assert first.evaluate_all(visible) == [f"d-diagram--{shown}"]
    assert tab.locator("svg.d-diagram").evaluate_all("svg => svg.filter(each => each.checkVisibility()).length") == 5
    tab.context.close()


@pytest.mark.parametrize("width", [320, 1200])
def test_a_text_stays_in_its_box_and_none_is_tiny(browser: Any, html: str, width: int) -> None:
    tab, _complaints = opened(browser, html, viewport={"width": width, "height": 900})
    read = """texts => texts.filter(text => text.checkVisibility()).map(text => {
        const picture = text.ownerSVGElement.getBoundingClientRect(), own = text.getBoundingClientRect()
        return [own.left >= picture.left - 1 && own.right <= picture.right + 1, own.height] })"""
    measured = tab.locator("svg.d-diagram text").evaluate_all(read)
    assert len(measured) > 100
    assert all(within for within, _height in measured)
    assert min(height for _within, height in measured) >= 13
    tab.context.close()


def test_the_keyboard_reaches_the_numbers_of_the_shown_picture_only(browser: Any, html: str) -> None:
    tab, _complaints = opened(browser, html, viewport={"width": 320, "height": 900})
    tab.locator("h1").click()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "20"
    assert "d-diagram--narrow" in tab.evaluate("document.activeElement.ownerSVGElement.classList.value")
    tab.context.close()
