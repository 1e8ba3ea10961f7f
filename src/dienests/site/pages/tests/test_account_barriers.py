"""The pages of the account in a browser: no barrier, nothing wider than a narrow phone, in every state."""

from base64 import b32decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from dienests.kernel.access import codes, second_factors
from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import actor_for
from dienests.kernel.access.reads import Read, looked
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.site.design.tests.test_gallery import RULES, TESTS, opened
from dienests.site.pages.limits import slowed
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House
from dienests.site.pages.tests.test_second_factor import with_password

pytestmark = pytest.mark.django_db


def _address(name: str, language: str) -> str:
    with override("lv"):
        return ("/en" if language == "en" else "") + reverse(name)


def _drawn(house: House, language: str) -> dict[str, str]:
    """Return every page of the account in every state, as a reader gets it."""
    client, account = house.client(people.OPENER), Account.objects.get(person=house.person(people.OPENER))
    pages: dict[str, str] = {}

    def keep(state: str, name: str, **posted: str) -> str:
        address = _address(name, language)
        answer = client.post(address, posted) if posted else client.get(address)
        pages[f"{name} {state}"] = answer.content.decode()
        return pages[f"{name} {state}"]

    for name in ("reads", "own-reads", "second-factor", "sessions"):
        keep("empty", name)
    client.post(_address("second-factor", language), {"do": "begin"})
    keep("begun", "second-factor")
    keep("error", "second-factor", do="confirm", code="")
    secret = _secret(account)
    keep("recovery codes", "second-factor", do="confirm", code=codes.code_at(secret, datetime.now(UTC)))
    keep("on", "second-factor")
    keep("gone", "sessions", session="nothing")
    house.clients.clear()
    house.client(people.OPENER)
    keep("two", "sessions")
    _looks(house, account)
    keep("full", "reads")
    house.clients[people.OPENER] = client
    pages |= _code_pages(account, language)
    request = HttpRequest()
    request.actor = None
    with override(language):
        pages["slowed"] = slowed(request, timedelta(minutes=3)).content.decode()
    return pages


def _secret(account: Account) -> bytes:
    enrolment = second_factors.state(account).enrolment
    assert enrolment is not None
    return b32decode(enrolment.letters)


def _looks(house: House, account: Account) -> None:
    now = datetime.now(UTC)
    chair = actor_for(Account.objects.get(person=house.person(people.CHAIR)), local_date(now))
    cases = list(Case.objects.values_list("pk", flat=True))
    kinds, mandate = ("report-content", "reporter", "answer"), chair.offices[0].mandate
    reads = [Read(account.person_id, cases[n % len(cases)], kinds, f"chair{n}", mandate) for n in range(120)]
    looked(actor=chair, reads=reads, at=now, page="case")


def _code_pages(account: Account, language: str) -> dict[str, str]:
    client, address = with_password(account), _address("sign-in-code", language)
    return {
        "code": client.get(address).content.decode(),
        "code error": client.post(address, {"code": "-"}).content.decode(),
    }


@pytest.mark.parametrize(("language", "width"), [("lv", 320), ("en", 1200)])
def test_no_barrier_is_found_and_nothing_widens_the_page(browser: Any, house: House, language: str, width: int) -> None:
    pages = _drawn(house, language)
    assert len(pages) == 14
    for name, html in pages.items():
        assert f'<html lang="{language}"' in html, name
        assert "d-header" in html, name
        tab, complaints = opened(browser, html, viewport={"width": width, "height": 900})
        tab.wait_for_selector("body.govuk-frontend-supported")
        assert tab.evaluate("document.documentElement.scrollWidth") == width, name
        tab.evaluate((TESTS / "vendor" / "axe.min.js").read_text())
        found = tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        barriers = [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]
        assert (name, barriers, complaints) == (name, [], [])
        tab.context.close()
