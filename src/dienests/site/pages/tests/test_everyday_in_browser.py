"""A day in the browser without scripts: report, code, take on, note, message, addition, state, paper; no barrier."""

import re
from typing import Any

import pytest

from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import loaded
from dienests.site.pages.tests.looking import Look, looking


def say(look: Look, link: str, text: str) -> None:
    """Follow a link of the page of a case, write a text and send it."""
    look.tab.get_by_role("link", name=link, exact=True).click()
    look.tab.locator("#text").fill(text)
    look.tab.locator("main form button[type=submit]").click()
    look.tab.wait_for_load_state()


@pytest.mark.django_db(transaction=True)
def test_a_day_of_a_case_without_scripts(browser: Any, live_server: Any) -> None:
    loaded()
    with (
        looking(browser, live_server.url, scripts=False) as opener,
        looking(browser, live_server.url, scripts=False) as chair,
        looking(browser, live_server.url, scripts=False) as stranger,
    ):
        opener.sign_in(people.OPENER)
        opener.tab.goto("/services/ethics-report/start/submit/")
        opener.tab.locator("input[value=advice]").check()
        opener.tab.locator("#account").fill("Vai drīkstu pieņemt ielūgumu?")
        opener.tab.locator("main form button[type=submit]:not([name=later])").click()
        receipt = opener.tab.inner_text("main")
        code, number = re.search(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){7}", receipt), re.search(r"EK-\d+-\d+", receipt)
        assert code
        assert number
        case = re.sub(r"receipt/$", "", opener.tab.url)

        chair.sign_in(people.CHAIR)
        chair.tab.locator("#search-box").fill(number.group(0))
        chair.tab.locator(".d-search button").click()
        chair.tab.get_by_role("link", name=number.group(0)).click()
        chair.tab.get_by_role("button", name="Pieņemt izskatīšanā").click()
        say(chair, "Pievienot piezīmi", "Tikai komisijai.")
        say(chair, "Rakstīt ziņu", "Kas sedz izdevumus?")

        opener.tab.goto("/mine/")
        assert "nosūtīta ziņa" in opener.tab.inner_text("main")
        opener.tab.goto(case)
        say(opener, "Papildināt iesniegto", "Izdevumus sedz rīkotājs.")
        told = opener.tab.inner_text("main")
        assert "Kas sedz izdevumus?" in told
        assert "Tikai komisijai." not in told
        opener.picture("everyday-opener")

        chair.tab.goto(case)
        assert "Izdevumus sedz rīkotājs." in chair.tab.inner_text("main")
        chair.picture("everyday-chair")
        chair.tab.goto(f"{case}print/")
        assert "Tikai komisijai." in chair.tab.inner_text("main")

        stranger.tab.goto("/status/")
        stranger.tab.locator("#number").fill(number.group(0))
        stranger.tab.locator("#code").fill(code.group(0))
        stranger.tab.locator("main form button[type=submit]").click()
        state = stranger.tab.inner_text("main")
        assert "saņemts" in state
        assert "ielūgumu" not in state
        assert opener.complaints == chair.complaints == stranger.complaints == []
