"""All components on one page, looked at in a browser under the real content policy."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from dienests.site.design.tests import gallery

TESTS = Path(__file__).parent
STATIC = TESTS.parents[1] / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def without_house() -> HttpRequest:
    """Return a request whose page is drawn without asking the database, as that of a failure."""
    request = RequestFactory().get("/")
    request.failed = True  # type: ignore[attr-defined]
    return request


def opened(browser: Any, html: str, **options: Any) -> tuple[Any, list[str]]:
    """Return a tab that shows the page, and the list in which its complaints gather."""

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix("http://gallery.test").partition("?")[0]
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        else:
            headers = {"content-security-policy": POLICY, "content-type": "text/html; charset=utf-8"}
            route.fulfill(body=html, headers=headers)

    tab = browser.new_context(**options).new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    tab.route("**/*", answer)
    tab.goto("http://gallery.test/")
    return tab, complaints


@pytest.fixture
def html() -> str:
    with translation.override("lv"):
        return gallery.drawn()


@pytest.mark.parametrize("width", [320, 1200])
def test_no_barrier_is_found_and_nothing_widens_the_page(browser: Any, html: str, width: int) -> None:
    tab, complaints = opened(browser, html, viewport={"width": width, "height": 900})
    tab.wait_for_selector("body.govuk-frontend-supported")
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.evaluate((TESTS / "vendor" / "axe.min.js").read_text())
    found = tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert complaints == []
    tab.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_unfolds_under_its_answer_with_and_without_scripts(browser: Any, html: str, scripts: bool) -> None:
    tab, _complaints = opened(browser, html, java_script_enabled=scripts)
    assert tab.locator("#id_which").is_visible()
    tab.locator("#id_kind").check()
    assert not tab.locator("#id_which").is_visible()
    tab.locator("#id_kind-2").check()
    assert tab.locator("#id_which").is_visible()
    tab.context.close()


def test_the_skip_link_comes_first_and_leads_to_the_content(browser: Any, html: str) -> None:
    # A summary of errors or news takes the focus by itself: the page without them begins at its beginning.
    with translation.override("lv"):
        plain = render_to_string("site/design/base.html", {"nav": []}, request=without_house())
    tab, _complaints = opened(browser, plain, java_script_enabled=False)
    tab.keyboard.press("Tab")
    assert tab.locator(".govuk-skip-link").bounding_box()["width"] > 50
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#main")
    tab.context.close()


def test_shapes_stay_visible_in_forced_colours(browser: Any, html: str) -> None:
    tab, _complaints = opened(browser, html, forced_colors="active")
    read = "slug => getComputedStyle(document.querySelector(`.d-cell--${slug}`), '::before').backgroundColor"
    assert tab.evaluate(read, "done") == tab.evaluate("() => getComputedStyle(document.body).color")
    tab.context.close()


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 500, 503])
def test_an_error_page_says_what_to_do(code: int, language: str) -> None:
    with translation.override(language):
        page = render_to_string("site/design/error.html", {"code": code}, request=without_house())
    body = page.partition("<main")[2]
    assert body.count("<h1") == 1
    assert body.count('<p class="govuk-body">') == 2
    assert f'<html lang="{language}"' in page


def test_an_error_page_says_the_given_sentence_instead() -> None:
    context = {"code": 503, "message": "Nothing was recorded."}
    with translation.override("en"):
        page = render_to_string("site/design/error.html", context, request=without_house())
    assert "Nothing was recorded." in page
    assert "Wait a few minutes" not in page
