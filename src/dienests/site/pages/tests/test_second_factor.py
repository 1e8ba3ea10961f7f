"""The second factor through its pages, as a person without JavaScript goes through them."""

import html
import re
from base64 import b32decode
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dienests.kernel.access import codes
from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import set_password
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.refusals import CodeNeeded
from dienests.kernel.access.second_factor import SecondFactor
from dienests.kernel.access.secrets_at_rest import unseal
from dienests.kernel.access.sign_in import sign_in
from dienests.kernel.access.tests.given import a_request
from dienests.kernel.log.streams import SYSTEM
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, main_of

PASSWORD = "zaļā varde uz celma"
pytestmark = pytest.mark.django_db


def _begun(house: House) -> tuple[Client, Account, bytes]:
    """Begin enrolling the opener and return the secret that the page tells."""
    client, account = house.client(people.OPENER), Account.objects.get(person=house.person(people.OPENER))
    address = reverse("second-factor")
    assert "begin" in main_of(client.get(address))
    assert client.post(address, {"do": "begin"}).status_code == 302
    shown = main_of(client.get(address))
    letters = re.search(r'<strong class="d-number">([A-Z2-7 ]+)</strong>', shown)
    assert letters is not None
    assert "<svg" in shown
    return client, account, b32decode(letters[1].replace(" ", ""))


def _now_code(secret: bytes, ahead: int = 0) -> str:
    return codes.code_at(secret, datetime.now(UTC) + timedelta(seconds=ahead * codes.STEP_SECONDS))


def _recovery_codes(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'<li class="d-number">([A-Z2-7-]+)</li>', page)]


def with_password(account: Account) -> Client:
    """Return a client that has given the password of an enrolled account."""
    now = datetime.now(UTC)
    set_password(account=account, password=PASSWORD, basis="order 1", by=SYSTEM, at=now)
    request = a_request()
    with pytest.raises(CodeNeeded):
        sign_in(request=request, login=account.login, password=PASSWORD, at=now)
    request.session.save()
    client = Client(HTTP_HOST="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def _with_password(house: House) -> tuple[Client, bytes]:
    enrolling, account, secret = _begun(house)
    enrolling.post(reverse("second-factor"), {"do": "confirm", "code": _now_code(secret, -1)})
    return with_password(account), secret


def test_switching_on_shows_the_recovery_codes_once(house: House) -> None:
    client, account, secret = _begun(house)
    address = reverse("second-factor")
    refused = client.post(address, {"do": "confirm", "code": "abc"})
    assert refused.status_code == 422
    assert "govuk-error-summary" in main_of(refused)
    answer = client.post(address, {"do": "confirm", "code": _now_code(secret)})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    recovery = _recovery_codes(main_of(answer))
    assert len(recovery) == codes.RECOVERY_CODES
    later = main_of(client.get(address))
    assert not any(code in later for code in recovery)
    assert codes.in_letters(secret)[:8] not in later.replace(" ", "")
    assert unseal(bytes(SecondFactor.objects.get(account=account).secret), account=account.id) == secret


def _aged(minutes: int) -> None:
    OpenSession.objects.update(opened_at=datetime.now(UTC) - timedelta(minutes=minutes), proved_at=None)


def _sent_to_prove(answer: Any) -> bool:
    wanted = urlencode({"next": reverse("second-factor")})
    return answer.status_code == 302 and answer["Location"] == f"{reverse('confirm')}?{wanted}"


@pytest.mark.parametrize("minutes", [16, 59, 90])
def test_with_the_session_alone_nobody_begins_to_enrol(house: House, minutes: int) -> None:
    client, address = house.client(people.OPENER), reverse("second-factor")
    _aged(minutes)
    assert _sent_to_prove(client.get(address))
    assert _sent_to_prove(client.post(address, {"do": "begin"}))
    assert not SecondFactor.objects.exists()


@pytest.mark.parametrize("minutes", [16, 59, 90])
def test_with_the_session_alone_nobody_sees_a_key_or_confirms_it(house: House, minutes: int) -> None:
    client, _account, secret = _begun(house)
    address = reverse("second-factor")
    _aged(minutes)
    assert _sent_to_prove(client.get(address))
    assert _sent_to_prove(client.post(address, {"do": "confirm", "code": "no code"})), "its answer would tell the key"
    assert _sent_to_prove(client.post(address, {"do": "confirm", "code": _now_code(secret)}))
    assert SecondFactor.objects.get().confirmed_at is None


def test_whoever_proves_it_comes_back_and_enrols(house: House) -> None:
    client, address = house.client(people.OPENER), reverse("second-factor")
    _aged(30)
    answer = client.post(reverse("confirm"), {"next": address})
    assert (answer.status_code, answer["Location"]) == (302, address)
    _same, _account, secret = _begun(house)
    assert client.post(address, {"do": "confirm", "code": _now_code(secret)}).status_code == 200
    assert SecondFactor.objects.get().confirmed_at is not None


def test_once_it_is_on_its_code_is_asked_for_and_no_other_proof(house: House) -> None:
    client, _account, secret = _begun(house)
    address = reverse("second-factor")
    client.post(address, {"do": "confirm", "code": _now_code(secret, -1)})
    _aged(90)
    assert client.get(address).status_code == 200
    assert client.post(address, {"do": "disable", "code": _now_code(secret)}).status_code == 302
    assert not SecondFactor.objects.exists()
    assert _sent_to_prove(client.get(address))


@pytest.mark.parametrize("do", ["renew", "disable"])
def test_changing_it_needs_a_code(house: House, do: str) -> None:
    client, account, secret = _begun(house)
    address = reverse("second-factor")
    first = _recovery_codes(main_of(client.post(address, {"do": "confirm", "code": _now_code(secret)})))
    for wrong in ("", "000000000", "x" * 100):
        assert client.post(address, {"do": do, "code": wrong}).status_code == 422
    assert SecondFactor.objects.get(account=account).recovery_codes.count() == 10
    answer = client.post(address, {"do": do, "code": first[0]})
    if do == "renew":
        assert not set(_recovery_codes(main_of(answer))) & set(first)
    else:
        assert answer.status_code == 302
        assert not SecondFactor.objects.exists()


def test_beginning_twice_says_that_it_is_on(house: House) -> None:
    client, _account, secret = _begun(house)
    client.post(reverse("second-factor"), {"do": "confirm", "code": _now_code(secret)})
    answer = client.post(reverse("second-factor"), {"do": "begin"})
    assert answer.status_code == 422
    assert SecondFactor.objects.get().confirmed_at is not None


def test_signing_in_goes_through_the_code(house: House) -> None:
    client, secret = _with_password(house)
    address = reverse("sign-in-code")
    assert client.get(address).status_code == 200
    assert client.get(reverse("mine")).status_code == 302, "the password alone opens nothing"
    assert client.post(address, {"code": "nothing"}).status_code == 422
    answer = client.post(address, {"code": _now_code(secret), "next": reverse("reads")})
    assert (answer.status_code, answer["Location"]) == (302, reverse("reads"))
    assert client.get(reverse("mine")).status_code == 200
    assert client.get(address).status_code == 302


def test_without_a_password_there_is_nothing_to_ask_a_code_for(house: House) -> None:
    answer = Client(HTTP_HOST="localhost").get(reverse("sign-in-code"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("sign-in"))


def test_the_code_leads_to_no_other_site(house: House) -> None:
    client, secret = _with_password(house)
    answer = client.post(reverse("sign-in-code"), {"code": _now_code(secret), "next": "https://evil.example/"})
    assert answer["Location"] == reverse("mine")


def test_choosing_an_office_in_the_demonstration_asks_for_no_code(house: House) -> None:
    client, _account, secret = _begun(house)
    client.post(reverse("second-factor"), {"do": "confirm", "code": _now_code(secret)})
    house.clients.clear()
    assert house.client(people.OPENER).get(reverse("mine")).status_code == 200
