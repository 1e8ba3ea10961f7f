"""The pages of versions in a browser: no barrier at any step of a move, in both languages."""

from pathlib import Path
from typing import Any

import pytest

from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.amendment import amended
from dienests.site.pages.tests.house import address, loaded
from dienests.site.pages.tests.looking import looking
from dienests.site.pages.tests.test_versions import older


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["", "/en"])
def test_no_page_of_versions_holds_a_barrier(
    browser: Any, live_server: Any, settings: Any, tmp_path: Path, language: str
) -> None:
    loaded()
    with amended(settings, tmp_path), looking(browser, live_server.url) as look:
        look.sign_in(people.ADMINISTRATOR)
        look.tab.goto(language + address("migrations"))
        assert look.barriers() == []
        look.tab.locator(f"main td a[href*='ethics-report&from={older()}']").click()
        assert look.barriers() == []
        look.tab.select_option("#stage_collected", "weighing")
        look.tab.fill("#basis", "Rīkojums Nr. 7")
        look.tab.locator("main form button[type=submit]").last.click()
        look.tab.wait_for_selector("#seen")
        assert look.barriers() == []
        look.tab.screenshot(path=f"build/migration{language.replace('/', '-')}.png", full_page=True)
        look.tab.locator("main form button[type=submit]").last.click()
        look.tab.wait_for_url("**/versions/**")
        assert look.barriers() == []
        look.tab.goto(f"{language}{address('procedure-table', slug='ethics-report')}")
        assert look.barriers() == []
        look.tab.screenshot(path=f"build/lawyers-table{language.replace('/', '-')}.png", full_page=True)
        look.tab.goto(f"{language}{address('processing')}")
        assert look.barriers() == []
        look.tab.screenshot(path=f"build/processing{language.replace('/', '-')}.png", full_page=True)
        assert look.complaints == []
