"""What a browser is told: content policy, cookies, storing, frames, languages; and what an address may never do."""

import re
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from dienests.kernel.cases.case import Case
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, act_address, address, main_of

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=)""")
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")


def public() -> list[str]:
    """Return addresses of pages for everybody."""
    return [
        address("home"), address("services"), address("procedure", slug="ethics-report"),
        address("rulebook", act="vpd-ethics-code-2026"),
        address("provision", act="vpd-ethics-code-2026", address="25"), "/no/such/page/",
    ]  # fmt: skip


def personal(house: House) -> list[tuple[str, str]]:
    """Return (who, address) of pages for those who have signed in."""
    case = house.breach("Ziņojums.")
    opener = [address("mine"), address("receipt", pk=case.pk), address("case", pk=case.pk)]
    opener += [address("start", slug="ethics-report", action=way) for way in ("submit", "complain")]
    chair = [address("desk"), address("desk-all"), act_address(case, "convene"), address("sign-out")]
    administrator = [address(name) for name in ("administration", "absences", "parameters", "appoint")]
    return [
        *((people.OPENER, place) for place in opener),
        *((people.CHAIR, place) for place in chair),
        *((people.ADMINISTRATOR, place) for place in administrator),
    ]


def check(answer: HttpResponse) -> None:
    """Assert what holds for every page."""
    text = answer.content.decode()
    assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert INLINE.search(text) is None
    assert ELSEWHERE.search(text) is None


def test_public_pages_set_no_cookie_and_nothing_runs_inline(house: House) -> None:
    for place in public():
        answer = house.client(None).get(place)
        check(answer)
        assert not answer.cookies, place


def test_the_sign_in_form_sets_the_token_of_its_form_and_nothing_else(house: House) -> None:
    answer = house.client(None).get(address("sign-in"))
    check(answer)
    assert set(answer.cookies) == {"csrftoken"}
    assert answer.cookies["csrftoken"]["httponly"]
    assert answer.cookies["csrftoken"]["samesite"] == "Lax"
    assert "no-store" in answer["Cache-Control"]


def test_pages_of_a_person_are_never_stored(house: House) -> None:
    for name, place in personal(house):
        answer = house.client(name).get(place)
        assert answer.status_code == 200, place
        check(answer)
        assert "no-store" in answer["Cache-Control"], place


def test_a_public_page_that_names_its_reader_is_not_stored_either(house: House) -> None:
    for place in public()[:-1]:
        answer = house.client(people.CHAIR).get(place)
        assert people.CHAIR in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"


def test_a_strange_host_is_refused() -> None:
    assert Client(HTTP_HOST="evil.example").get("/").status_code == 400


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_signing_in_never_leads_to_another_house(house: House, wanted: str) -> None:
    data = {"person": str(house.person(people.COLLEAGUE).pk), "next": wanted}
    answer = house.client(None).post(address("sign-in-demonstration"), data)
    assert answer["Location"] == address("mine")


def test_signing_in_leads_back_to_the_page_that_was_wanted(house: House) -> None:
    wanted = address("start", slug="ethics-report", action="submit")
    asked = house.client(None).get(wanted)
    assert asked["Location"].endswith(f"/sign-in/?next={quote(wanted, safe='')}")
    data = {"person": str(house.person(people.COLLEAGUE).pk), "next": wanted}
    assert house.client(None).post(address("sign-in-demonstration"), data)["Location"] == wanted


def test_an_official_comes_to_the_desk_and_an_employee_to_the_own_cases(house: House) -> None:
    for name, landing in ((people.CHAIR, "desk"), (people.COLLEAGUE, "mine")):
        data = {"person": str(house.person(name).pk)}
        assert house.client(None).post(address("sign-in-demonstration"), data)["Location"] == address(landing)


def test_nobody_outside_of_the_list_can_be_chosen(house: House) -> None:
    nobody, chair = "00000000-0000-0000-0000-000000000000", str(house.person(people.CHAIR).pk)
    for person, place in ((nobody, "127.0.0.1"), (chair, "10.1.2.3")):
        client = Client(HTTP_HOST="localhost", REMOTE_ADDR=place)
        answer = client.post(address("sign-in-demonstration"), {"person": person})
        assert answer.status_code == 403
        assert main_of(answer).count('<p class="govuk-body">') == 2
    assert house.client(None).post(address("sign-in-demonstration"), {"person": "x"}).status_code == 302


def test_a_form_without_its_token_changes_nothing(house: House) -> None:
    case = house.breach("Ziņojums.")
    client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    client.cookies = house.client(people.CHAIR).cookies
    places = [act_address(case, "convene"), address("start", slug="ethics-report", action="submit")]
    count = Case.objects.count()
    for place in [*places, address("sign-out"), address("sign-in"), address("sign-in-demonstration")]:
        assert client.post(place, {"revision": case.revision}).status_code == 403, place
    assert Case.objects.count() == count
    case.refresh_from_db()
    assert case.stage == "received"


def test_every_page_knows_its_methods(house: House) -> None:
    case = house.breach("Ziņojums.")
    mandate = house.person(people.CHAIR).mandates.first()
    assert mandate is not None
    given = {
        "act": "vpd-ethics-code-2026", "address": "25", "slug": "ethics-report", "action": "submit",
        "pk": str(case.pk), "number": 1, "body": "ethics-member", "office": "ethics-chair", "begins": "2026-10-01",
        "on": "2026-11-03", "secret": "a" * 43, "token": "a" * 43, "file": str(case.pk), "what": "unusual",
        "person": str(case.pk), "event": str(case.pk), "day": "2026-11-02", "tile": "0/000",
        "member": "case.json",
    }  # fmt: skip
    for name, wanted in names().items():
        if name == "api":
            continue  # answers programs, and has tests of its own
        kwargs = {key: given[key] for key in wanted}
        if name == "act":
            kwargs["action"] = "convene"
        place = address(name, **kwargs)
        for client in (house.client(None), house.client(people.ADMINISTRATOR)):
            for method in ("put", "delete", "patch"):
                answer = getattr(client, method)(place)
                assert answer.status_code == 405, (name, method)
                assert answer["Allow"]
                assert "<h1" in main_of(answer)


def names() -> dict[str, tuple[str, ...]]:
    """Return the name of every address with what it is made of."""
    found: dict[str, tuple[str, ...]] = {}

    def walk(patterns: list[URLPattern | URLResolver]) -> None:
        for each in patterns:
            if isinstance(each, URLResolver):
                walk(each.url_patterns)
            elif each.name:
                found[each.name] = tuple(each.pattern.converters)

    walk(get_resolver().url_patterns)
    return found


def test_the_language_switch_keeps_the_page_and_its_question(house: House) -> None:
    chair = house.client(people.CHAIR)
    for place in (
        address("desk-all") + "?number=EK&page=1",
        address("provision", act="vpd-ethics-code-2026", address="25"),
    ):
        text = chair.get(place).content.decode()
        other = re.search(r'class="d-language" href="([^"]+)"', text)
        assert other is not None
        assert other[1].replace("&amp;", "&") == f"/en{place}"
        assert '<html lang="en"' in chair.get(f"/en{place}").content.decode()


@pytest.mark.parametrize(
    "place",
    ["/rulebook/no-such-act/", "/rulebook/vpd-ethics-code-2026/99/", "/services/no-such/", "/case/1/", "/en/nothing/",
     "/services/ethics-report/start/convene/", "/case/00000000-0000-0000-0000-000000000000/",
     "/services/ethics-case/start/open_case/", "/administration/parameters/no.such/"],
)  # fmt: skip
def test_what_does_not_exist_is_said_in_one_sentence(house: House, place: str) -> None:
    answer = house.client(people.ADMINISTRATOR).get(place)
    assert answer.status_code == 404
    assert main_of(answer).count('<p class="govuk-body">') == 2
