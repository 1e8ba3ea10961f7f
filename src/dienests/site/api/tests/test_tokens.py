"""Tokens: what opens a door, what does not, and how a leaked one is shut."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from dienests.kernel.exchange import tokens
from dienests.kernel.exchange.pace import Pace
from dienests.kernel.exchange.token import Token
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.tests.dump import everything
from dienests.site.api import entry
from dienests.site.api.tests.given import Program, program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of

pytestmark = pytest.mark.django_db


def test_a_leaked_token_is_revoked_on_the_page_and_opens_nothing_from_then_on(house: House) -> None:
    leaked = program(house, people.CHAIR)
    assert leaked.ask("/cases").status_code == 200
    assert leaked.token is not None
    answer = house.client(people.CHAIR).post(address("tokens"), {"revoke": str(leaked.token.pk)})
    assert answer.status_code == 302
    for refused in (leaked.ask("/cases"), leaked.send("/procedures/ethics-report/start/submit", {})):
        assert refused.status_code == 401
        assert "revoked" in refused.json()["detail"]
        assert refused["WWW-Authenticate"].startswith("Bearer")
        assert refused["Content-Type"] == "application/problem+json"
    again = house.client(people.CHAIR).post(address("tokens"), {"revoke": str(leaked.token.pk)})
    assert again.status_code == 409
    acts = Event.objects.filter(stream_kind="token", stream=leaked.token.pk).order_by("position")
    assert list(acts.values_list("act", flat=True)) == ["made", "revoked"]


def test_an_administrator_revokes_the_token_of_an_official_but_never_sees_a_secret(house: House) -> None:
    leaked = program(house, people.CHAIR)
    assert leaked.token is not None
    page = house.client(people.ADMINISTRATOR).get(address("systems"))
    assert str(leaked.token.pk) in page.content.decode()
    assert leaked.secret not in page.content.decode()
    house.client(people.ADMINISTRATOR).post(address("systems"), {"revoke": str(leaked.token.pk)})
    assert leaked.ask("/cases").status_code == 401


def test_nobody_revokes_the_token_of_somebody_else(house: House) -> None:
    theirs = program(house, people.CHAIR)
    assert theirs.token is not None
    answer = house.client(people.OPENER).post(address("tokens"), {"revoke": str(theirs.token.pk)})
    assert answer.status_code == 409
    assert theirs.ask("/cases").status_code == 200


def test_a_secret_is_shown_once_and_only_its_hash_is_kept(house: House) -> None:
    client = house.client(people.CHAIR)
    data = {"name": "saite", "system": "", "mandate": "", "groups": ["cases.read"], "days": "30"}
    shown = main_of(client.post(address("tokens"), data))
    secret = shown.partition('<code id="secret">')[2].partition("</code>")[0]
    assert len(secret) >= 4 + 43
    assert Program(secret).ask("/cases").status_code == 200
    assert secret not in main_of(client.get(address("tokens")))
    assert secret not in everything()
    assert bytes(Token.objects.latest("created_at").hashed) == hashlib.sha256(secret.encode()).digest()


def test_a_token_does_what_it_names_and_nothing_else(house: House) -> None:
    reading = program(house, people.OPENER, "cases.read")
    assert reading.ask("/cases").status_code == 200
    refused = reading.send("/procedures/ethics-report/start/submit", {"reason": "advice", "account": "?"})
    assert refused.status_code == 403
    assert "ethics-report.submit" in refused.json()["detail"]
    single = program(house, people.OPENER, "ethics-report.submit")
    sent = single.send("/procedures/ethics-report/start/submit", {"reason": "advice", "account": "?"})
    assert sent.status_code == 201
    assert single.ask("/cases").status_code == 403


def test_a_token_for_one_office_has_no_other_and_ends_with_it(house: House) -> None:
    case, chair = house.breach("Ziņojums."), house.person(people.CHAIR)
    held = {each.office.slug: each for each in chair.mandates.select_related("office")}
    narrow = program(house, people.CHAIR, mandate=held["employee"].pk)
    assert narrow.look(f"/cases/{case.pk}").status_code == 404
    fitting = program(house, people.CHAIR, mandate=held["ethics-chair"].pk)
    assert fitting.look(f"/cases/{case.pk}").status_code == 200
    assert fitting.token is not None
    Token.objects.filter(pk=fitting.token.pk).update(mandate=case.pk)  # as when the mandate is not in force any more
    assert fitting.look(f"/cases/{case.pk}").status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer dnt_x", "Bearer ņ", "Token x"])
def test_anything_else_opens_nothing(house: House, header: str) -> None:
    value = header.encode().decode("latin-1")
    answer = Program().ask("/cases", **({"Authorization": value} if value else {}))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_cookie_opens_nothing(house: House) -> None:
    client = house.client(people.CHAIR)
    assert client.get(address("desk")).status_code == 200
    assert client.get("/api/v1/cases").status_code == 401


def test_an_expired_token_and_one_of_a_closed_account_open_nothing(house: House) -> None:
    mine = program(house, people.CHAIR)
    assert mine.token is not None
    at = datetime.now(UTC)
    Token.objects.filter(pk=mine.token.pk).update(created_at=at - timedelta(days=40), expires_at=at)
    assert mine.ask("/cases").status_code == 401
    other = program(house, people.OPENER)
    assert other.token is not None
    account = other.token.account
    account.is_active = False
    account.save(update_fields=["is_active"])
    assert other.ask("/cases").status_code == 401


def test_no_token_is_kept_that_lives_longer_than_a_year(house: House) -> None:
    mine = program(house, people.CHAIR)
    assert mine.token is not None
    late = mine.token.created_at + timedelta(days=366)
    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.filter(pk=mine.token.pk).update(expires_at=late)
    if connection.vendor == "postgresql":
        connection.check_constraints()


def test_too_many_requests_are_told_when_to_come_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "PACE", Pace(per_second=0.1, burst=2))
    quick, other = program(house, people.CHAIR), program(house, people.CHAIR)
    assert [quick.ask("/cases").status_code for _each in range(3)] == [200, 200, 429]
    assert int(quick.ask("/cases")["Retry-After"]) >= 1
    assert other.ask("/cases").status_code == 200, "each token has a pace of its own"


def test_a_bucket_fills_again() -> None:
    pace, token = Pace(per_second=2, burst=4), tokens.LONGEST
    taken = [pace.take(token, now=100.0) for _each in range(5)]  # type: ignore[arg-type]
    assert taken == [0, 0, 0, 0, 1]
    assert pace.take(token, now=100.5) == 0  # type: ignore[arg-type]
    assert pace.take(token, now=100.5) == 1  # type: ignore[arg-type]


def test_use_is_noted_to_a_few_minutes(house: House) -> None:
    mine = program(house, people.CHAIR)
    mine.ask("/cases")
    assert mine.token is not None
    mine.token.refresh_from_db()
    assert mine.token.used_at is not None
    first = mine.token.used_at
    mine.ask("/cases")
    mine.token.refresh_from_db()
    assert mine.token.used_at == first


def test_a_system_is_admitted_gets_a_token_from_an_official_and_loses_it_with_the_admission(house: House) -> None:
    admin, chair = house.client(people.ADMINISTRATOR), house.client(people.CHAIR)
    admin.post(address("systems"), {"name": "Lietvedība", "organisation": "", "basis": "Rīk. 7"})
    page = main_of(chair.get(address("tokens")))
    system = page.partition(">Lietvedība<")[0].rpartition('value="')[2].partition('"')[0]
    held = house.person(people.CHAIR).mandates.get(office__slug="ethics-chair")
    data = {"name": "saite", "system": system, "groups": ["cases.read"], "days": "30"}
    assert chair.post(address("tokens"), data | {"mandate": ""}).status_code == 422, "a system acts in one office"
    shown = main_of(chair.post(address("tokens"), data | {"mandate": str(held.pk)}))
    linked = Program(shown.partition('<code id="secret">')[2].partition("</code>")[0])
    assert linked.ask("/cases").status_code == 200
    admin.post(address("withdraw-system", pk=system), {"basis": "Rīk. 8"})
    assert linked.ask("/cases").status_code == 401


def test_a_token_is_revoked_once(house: House) -> None:
    mine = program(house, people.CHAIR)
    assert mine.token is not None
    tokens.revoke(token=mine.token.pk, account=mine.token.account_id, by=SYSTEM, at=datetime.now(UTC))
    with override("en"), pytest.raises(tokens.ExchangeError, match="no such token"):
        tokens.revoke(token=mine.token.pk, account=mine.token.account_id, by=SYSTEM, at=datetime.now(UTC))
