"""No page in any state holds a barrier, widens a small screen, complains, or asks another house (axe, WCAG 2.2 AA)."""

import json
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError

from dienests.kernel.calendar.zone import local_date
from dienests.site.pages.tests.house import loaded
from dienests.site.pages.tests.looking import NARROW, ROOT, RULES, WIDE, Look, looking
from dienests.site.pages.tests.state import State
from dienests.site.pages.tests.states import NO_PAGES, prepared
from dienests.site.pages.tests.test_headers import names


@pytest.mark.parametrize("language", ["", "/en"])
def test_no_page_in_any_state_holds_a_barrier(browser: Any, live_server: Any, language: str) -> None:
    states = prepared(loaded())
    assert set(names()) - {state.name for state in states} - NO_PAGES == set()
    found: list[str] = []
    titles: dict[str, str] = {}
    with looking(browser, live_server.url) as look:
        for who, theirs in groupby(states, key=lambda state: state.who):
            if who is not None:
                look.change_to(who)
            for state in theirs:
                found += [f"{state}: {each}" for each in _looked_at(look, state, language)]
                title, path = look.tab.title(), f"{urlsplit(look.tab.url).path} {urlsplit(look.tab.url).query}"
                other = titles.setdefault(title, path)
                if other != path and "?number=" not in state.place:
                    found.append(f"{state}: its title stands on {other} already: {title}")
        assert look.complaints == []
        keep(language, states, found, browser.version, look)
    assert not found, "\n".join(found)


def keep(language: str, states: list[State], found: list[str], version: str, look: Look) -> None:
    """Keep what was looked at and found, for the accessibility statement (`./dienests accessibility`)."""
    axe, rules = look.tab.evaluate("rules => [axe.version, axe.getRules(rules).length]", RULES)
    result = {
        "on": local_date(datetime.now(UTC)).isoformat(), "language": "en" if language else "lv", "axe": axe,
        "browser": version, "rules": rules, "widths": [WIDE, NARROW], "violations": len(found), "states": len(states),
        "looked_at": sorted({state.name for state in states}), "known": sorted(names()),
    }  # fmt: skip
    place = ROOT / "build" / f"barriers-{result['language']}.json"
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _looked_at(look: Look, state: State, language: str) -> list[str]:
    look.tab.goto(language + state.place)
    if state.press:
        try:
            look.tab.locator("main form:not(.d-people form) button[type=submit]:not([name=later])").last.click()
            look.tab.wait_for_selector(".govuk-error-summary")
        except TimeoutError:
            return ["its form cannot be sent, or shows no error"]
    return look.barriers()
