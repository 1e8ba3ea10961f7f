"""Signing in through an OpenID Connect provider that runs as a process of its own; only issuer and subject count."""

import html
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse

from dienests.kernel.access.account import Account
from dienests.kernel.access.external_identity import ExternalIdentity
from dienests.kernel.access.external_sign_in import PATIENCE, SESSION_KEY
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.provider import Provider, written
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.access.second_factor import SecondFactor
from dienests.kernel.access.tests import issuer
from dienests.kernel.log.events import Event
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, main_of

pytestmark = pytest.mark.django_db
BACK = "http://localhost/sign-in/service/back/"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The setting that names a provider which runs for the tests of this file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script, folder = Path(issuer.__file__).with_name("serve.py"), tmp_path_factory.mktemp("issuer")
    command = [sys.executable, str(script), str(port), str(folder), BACK]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder) as running:
        assert running.stdout is not None
        client = json.loads(running.stdout.readline())
        yield written(f"http://127.0.0.1:{port}/o", client["client"], client["secret"])
        running.terminate()


@pytest.fixture(autouse=True)
def _set(provider: str, settings: Any) -> None:
    settings.OIDC_URL = provider


def _answer(address: str, name: str, ago: int = 0) -> str:
    """Let somebody who signed in at the provider come by, and return the path to which the browser is sent back."""
    place = urlsplit(address)
    there = f"{place.scheme}://{place.netloc}/as/{quote(name)}/?ago={ago}&next={quote(f'{place.path}?{place.query}')}"
    with requests.Session() as browser:
        found = browser.get(there, allow_redirects=False, timeout=10)
        while not found.headers["Location"].startswith(BACK):
            step = found.headers["Location"]
            if step.startswith("/nobody/"):  # the provider was asked to let the person sign in anew
                step = f"/as/{quote(name)}/?{urlsplit(step).query}"
            found = browser.get(f"http://{place.netloc}{step}", allow_redirects=False, timeout=10)
    back = urlsplit(found.headers["Location"])
    return f"{back.path}?{back.query}"


def _through(client: Client, name: str, way: str = "service-out", **query: str) -> Any:
    out = client.get(reverse(way), query)
    assert out.status_code == 302, out.content.decode()
    return client.get(_answer(out["Location"], name))


def _linked(house: House, who: str, name: str) -> None:
    answer = _through(house.client(who), name, "service-link")
    assert answer.status_code == 302, main_of(answer)
    assert answer["Location"] == reverse("identity")


def _stranger() -> Client:
    return Client(headers={"host": "localhost"})


def _who(client: Client) -> Any:
    return OpenSession.objects.get(pk=client.session["open_session"]).account.person


def test_a_linked_person_signs_in_and_lands_where_wanted(house: House) -> None:
    _linked(house, people.CHAIR, "anna")
    client = _stranger()
    answer = _through(client, "anna", next=reverse("sessions"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("sessions"))
    assert _who(client) == house.person(people.CHAIR)
    assert Event.objects.filter(stream_kind="account", act="signed-in").latest("at").payload["by"] == "service"  # type: ignore[index]


def test_only_issuer_and_subject_count_never_the_mail_address(house: House) -> None:
    """Everybody at this provider has the same mail address; who is not linked gets in nowhere."""
    _linked(house, people.CHAIR, "anna")
    client = _stranger()
    answer = _through(client, "berta")
    assert answer.status_code == 403
    assert "open_session" not in client.session
    kept = ExternalIdentity.objects.get()
    assert "example.lv" not in f"{kept.issuer}{kept.subject}"
    ExternalIdentity.objects.update(issuer="https://another.example")
    assert _through(_stranger(), "anna").status_code == 403


def test_an_answer_is_good_once_and_only_for_the_session_that_asked(house: House) -> None:
    _linked(house, people.CHAIR, "anna")
    client = _stranger()
    address = _answer(client.get(reverse("service-out"))["Location"], "anna")
    assert _stranger().get(address).status_code == 403
    assert client.get(address).status_code == 302
    assert client.get(address).status_code == 403


def test_a_forged_state_and_a_forged_code_are_refused(house: House) -> None:
    _linked(house, people.CHAIR, "anna")
    for name, value in (("state", "other"), ("code", "other"), ("iss", "https://evil.example")):
        client = _stranger()
        query = parse_qs(urlsplit(_answer(client.get(reverse("service-out"))["Location"], "anna")).query)
        answer = client.get(reverse("service-back"), {key: each[0] for key, each in query.items()} | {name: value})
        assert answer.status_code == 403 or name == "iss", name


def test_a_token_for_another_sign_in_is_refused(house: House) -> None:
    _linked(house, people.CHAIR, "anna")
    client = _stranger()
    address = _answer(client.get(reverse("service-out"))["Location"], "anna")
    session = client.session
    session[SESSION_KEY] = session[SESSION_KEY] | {"nonce": "of another"}
    session.save()
    assert client.get(address).status_code == 403


def test_an_answer_that_comes_too_late_is_refused(house: House) -> None:
    client = _stranger()
    address = _answer(client.get(reverse("service-out"))["Location"], "anna")
    session = client.session
    session[SESSION_KEY] = session[SESSION_KEY] | {"until": session[SESSION_KEY]["until"] - PATIENCE.total_seconds()}
    session.save()
    assert client.get(address).status_code == 403


def test_whoever_refuses_at_the_provider_is_told_so(house: House) -> None:
    client = _stranger()
    client.get(reverse("service-out"))
    asked = {"state": client.session[SESSION_KEY]["state"], "error": "access_denied"}
    assert client.get(reverse("service-back"), asked).status_code == 403


def test_one_identity_opens_one_account(house: House) -> None:
    _linked(house, people.CHAIR, "anna")
    assert _through(house.client(people.MEMBER), "anna", "service-link").status_code == 403
    assert ExternalIdentity.objects.count() == 1


def test_a_closed_account_is_not_entered(house: House) -> None:
    _linked(house, people.CHAIR, "anna")
    Account.objects.filter(person=house.person(people.CHAIR)).update(is_active=False)
    assert _through(_stranger(), "anna").status_code == 403


def test_the_service_proves_who_is_at_the_page_and_only_the_own_identity_does(house: House) -> None:
    _linked(house, people.CHAIR, "anna")
    client = house.client(people.CHAIR)
    OpenSession.objects.update(proved_at=None)
    assert _through(client, "berta", "service-confirm", next=reverse("sessions")).status_code == 403
    assert not OpenSession.objects.exclude(proved_at=None).exists()
    answer = _through(client, "anna", "service-confirm", next=reverse("sessions"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("sessions"))
    assert OpenSession.objects.exclude(proved_at=None).count() == 1


def _old(house: House) -> Client:
    """Return a client whose holder is linked, and signed in a while ago."""
    _linked(house, people.CHAIR, "anna")
    OpenSession.objects.update(opened_at=datetime.now(UTC) - timedelta(minutes=30), proved_at=None)
    return house.client(people.CHAIR)


def _changed(address: str, changes: dict[str, str]) -> str:
    """Return the address with other values; whoever sits at the browser can do that. An empty one takes it away."""
    place = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(place.query).items()} | changes
    return place._replace(query=urlencode({name: value for name, value in query.items() if value})).geturl()


@pytest.mark.parametrize(
    "changes", [{"prompt": "", "max_age": ""}, {"prompt": "", "max_age": "86400"}, {"prompt": ""}], ids=str
)
def test_an_older_sign_in_at_the_service_does_not_prove_it(house: House, changes: dict[str, str]) -> None:
    client = _old(house)
    out = _changed(client.get(reverse("service-confirm"))["Location"], changes)
    answer = client.get(_answer(out, "anna", ago=20))
    assert answer.status_code == 403
    assert "nepaziņo" in main_of(answer)
    assert "neesat" not in main_of(answer), "whoever is signed in is not told otherwise"
    assert not OpenSession.objects.exclude(proved_at=None).exists()
    assert client.get(reverse("tokens"))["Location"].startswith(reverse("confirm"))


def test_a_service_that_does_not_say_when_proves_nothing_but_signs_in(house: House) -> None:
    client = _old(house)
    out = _changed(client.get(reverse("service-confirm"))["Location"], {"max_age": ""})
    assert client.get(_answer(out, "anna")).status_code == 403
    assert _through(_stranger(), "anna").status_code == 302


def test_whoever_has_no_password_proves_it_through_the_service_and_may_enrol(house: House) -> None:
    client, wanted = _old(house), reverse("second-factor")
    asked = client.get(wanted)
    assert (asked.status_code, asked["Location"]) == (302, f"{reverse('confirm')}?{urlencode({'next': wanted})}")
    offered = re.search(rf'href="({reverse("service-confirm")}[^"]*)"', main_of(client.get(asked["Location"])))
    assert offered is not None
    answer = client.get(_answer(client.get(html.unescape(offered[1]))["Location"], "anna", ago=20))
    assert (answer.status_code, answer["Location"]) == (302, wanted)
    assert "begin" in main_of(client.get(wanted))


def test_whoever_has_a_second_factor_proves_it_by_its_code_and_not_through_the_service(house: House) -> None:
    client, at = _old(house), datetime.now(UTC)
    account = Account.objects.get(person=house.person(people.CHAIR))
    SecondFactor.objects.create(account=account, secret=b"x", confirmed_at=at, failed_at=at, blocked_until=at)
    assert reverse("service-confirm") not in main_of(client.get(reverse("confirm")))
    answer = _through(client, "anna", "service-confirm", next=reverse("tokens"))
    assert answer.status_code == 403
    assert "otrais faktors" in main_of(answer)
    assert not OpenSession.objects.exclude(proved_at=None).exists()


def test_a_link_is_undone_only_by_who_can_still_sign_in(house: House) -> None:
    _linked(house, people.CHAIR, "anna")
    client = house.client(people.CHAIR)
    assert client.post(reverse("identity")).status_code == 409  # no password
    account = Account.objects.get(person=house.person(people.CHAIR))
    session_hash = account.get_session_auth_hash()
    account.set_password("garā parole ar vārdiem")
    account.save()
    assert session_hash != account.get_session_auth_hash()


def test_a_foreign_address_is_never_landed_on(house: House) -> None:
    _linked(house, people.CHAIR, "anna")
    assert "evil" not in _through(_stranger(), "anna", next="https://evil.example/")["Location"]


def test_without_a_service_the_page_says_so(house: House, settings: Any) -> None:
    settings.OIDC_URL = ""
    assert _stranger().get(reverse("service-out")).status_code == 403
    assert reverse("service-out") not in _stranger().get(reverse("sign-in")).content.decode()


def test_a_silent_service_is_told_in_one_sentence(house: House, settings: Any) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.OIDC_URL = f"http://a:b@127.0.0.1:{nobody.getsockname()[1]}/o"
        answer = _stranger().get(reverse("service-out"))
    assert answer.status_code == 403
    assert "neatbild" in main_of(answer)


@pytest.mark.parametrize("url", ["http://a:b@issuer.example/", "https://issuer.example/", "a:b", ""])
def test_a_setting_that_is_none_is_refused_with_its_form(url: str) -> None:
    with pytest.raises(ValueError, match="OIDC_URL is written as"):
        Provider.of(url)


def test_an_issuer_that_calls_itself_otherwise_is_not_trusted(provider: str) -> None:
    parts = urlsplit(provider)
    with pytest.raises(AccessError):
        Provider.of(f"http://a:b@localhost:{parts.port}/o").begin(back=BACK)
