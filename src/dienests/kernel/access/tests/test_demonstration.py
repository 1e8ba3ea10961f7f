"""The demonstration's sign-in: every guard, each with the cases it is there for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dienests.kernel.access.accounts import close_account, stream_of
from dienests.kernel.access.demonstration import check_databases, offered, people, sign_in_as
from dienests.kernel.access.refusals import SignInRefused
from dienests.kernel.access.session import account_of
from dienests.kernel.access.tests.given import a_request, an_account
from dienests.kernel.log.streams import history
from dienests.kernel.parties.models import Institution
from dienests.kernel.parties.tests.given import (
    AT,
    HOW,
    LONG_AGO,
    TODAY,
    a_mandate,
    a_person,
    a_unit,
    an_institution,
    an_office,
)

pytestmark = pytest.mark.django_db


def _both_kinds() -> None:
    """Put a real institution beside a demonstration, which no verb allows."""
    an_institution()
    Institution.objects.create(slug="real", name_lv="x", name_en="x", is_demonstration=False, founded_on=LONG_AGO)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]", "LOCALHOST"])
def test_it_is_offered_on_this_machine(address: str, host: str) -> None:
    an_institution()
    an_institution()
    assert offered(a_request(REMOTE_ADDR=address, HTTP_HOST=host))


@pytest.mark.parametrize(
    "address",
    ["", "10.0.0.5", "192.168.1.4", "128.0.0.1", "::2", "::ffff:127.0.0.1", "localhost", "127.0.0.1, 8.8.8.8"],
)
def test_it_is_not_offered_to_another_machine(address: str) -> None:
    an_institution()
    assert not offered(a_request(REMOTE_ADDR=address))


@pytest.mark.parametrize(
    "host",
    [
        "", "example.org", "example.org:8000", "localhost.example.org", "127.0.0.1.example.org", "127.0.0.2", "::1",
        "[::1", "0.0.0.0", "localhost:", "localhost:8000:1", "user@localhost", "localhost:80a",
    ],
)  # fmt: skip
def test_it_is_not_offered_under_another_name(host: str) -> None:
    an_institution()
    assert not offered(a_request(HTTP_HOST=host))


@pytest.mark.parametrize(
    "header",
    [
        "X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_FORWARDED_PORT", "X_FORWARDED", "FORWARDED",
        "VIA", "X_REAL_IP", "X_CLIENT_IP", "CLIENT_IP", "TRUE_CLIENT_IP", "CF_CONNECTING_IP", "X_CLUSTER_CLIENT_IP",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["127.0.0.1", ""])
def test_it_is_not_offered_through_anybody_who_forwards(header: str, value: str) -> None:
    an_institution()
    assert not offered(a_request(**{f"HTTP_{header}": value}))


@pytest.mark.parametrize(
    ("origin", "right"),
    [
        ("http://localhost:8000", True), ("http://[::1]:8000", True), ("http://127.0.0.1", True), ("null", False),
        ("", False), ("https://example.org", False), ("http://localhost.example.org", False), ("localhost", False),
    ],
)  # fmt: skip
def test_a_silent_proxy_is_betrayed_by_the_page_of_the_browser(origin: str, right: bool) -> None:
    an_institution()
    assert offered(a_request(HTTP_ORIGIN=origin)) is right


def test_a_request_without_address_or_host_is_refused() -> None:
    an_institution()
    for missing in ("REMOTE_ADDR", "HTTP_HOST"):
        request = a_request()
        del request.META[missing]
        assert not offered(request)


def test_it_is_not_offered_beside_or_without_institutions() -> None:
    assert not offered(a_request())
    assert check_databases() is None
    _both_kinds()
    assert not offered(a_request())


def test_a_real_institution_offers_nothing() -> None:
    an_institution(demonstration=False)
    assert not offered(a_request())
    assert check_databases() is None


def test_the_house_does_not_start_with_both_kinds_in_one_database() -> None:
    _both_kinds()
    sentence = check_databases()
    assert sentence is not None
    assert "DATABASE_URL" in sentence


def test_people_are_listed_by_office_and_only_those_who_can_be_chosen() -> None:
    institution = an_institution("one")
    unit = a_unit(institution, "north")
    chair, clerk = an_office(institution, "chair"), an_office(institution, "clerk", unit)
    ilze, anna, gone, closed = a_person(), a_person("Ābele", "Anna"), a_person("Liepa"), a_person("Ozola")
    a_mandate(chair, ilze), a_mandate(clerk, ilze), a_mandate(clerk, anna)
    a_mandate(chair, gone, LONG_AGO, TODAY), a_mandate(chair, closed), a_mandate(chair, a_person("Bez konta"))
    for login, person in (("ilze", ilze), ("anna", anna), ("gone", gone)):
        an_account(login, person, password=None)
    close_account(account=an_account("closed", closed), **HOW)
    with CaptureQueriesContext(connection) as queries:
        choices = people(TODAY)
    assert len(queries) == 2
    assert sorted((choice.slug, choice.name) for choice in choices) == [
        ("chair", "Ilze Kalniņa"), ("clerk", "Anna Ābele"), ("clerk", "Ilze Kalniņa"),
    ]  # fmt: skip
    assert {choice.unit for choice in choices if choice.slug == "clerk"} == {unit.name}


def test_nobody_of_a_real_institution_is_listed() -> None:
    person = a_person()
    a_mandate(an_office(an_institution(demonstration=False), "chair"), person)
    an_account(person=person)
    assert people(TODAY) == ()


def test_choosing_a_person_signs_in_without_a_password_and_is_logged() -> None:
    person = a_person()
    a_mandate(an_office(an_institution(), "chair"), person)
    account, request = an_account(person=person, password=None), a_request()
    assert sign_in_as(person=person.id, at=AT, request=request) == account
    assert account_of(request, at=AT) == account
    assert history(stream_of(account))[-1].act == "demonstration-sign-in"


def test_a_guard_that_fails_opens_no_session() -> None:
    person = a_person()
    a_mandate(an_office(an_institution(), "chair"), person)
    account, request = an_account(person=person), a_request(REMOTE_ADDR="10.0.0.5")
    with pytest.raises(SignInRefused):
        sign_in_as(person=person.id, at=AT, request=request)
    assert account_of(request, at=AT) is None
    assert [event.act for event in history(stream_of(account))] == ["opened"]


def test_a_private_person_who_never_held_an_office_is_listed_last_and_can_be_chosen() -> None:
    official, private, closed = a_person(), a_person("Āboliņa", "Anna"), a_person("Ozola")
    a_mandate(an_office(an_institution(), "chair"), official)
    an_account("official", official), an_account("private", private, password=None)
    close_account(account=an_account("closed", closed), **HOW)
    a_person("Bez konta")
    assert [(each.slug, each.name) for each in people(TODAY)] == [("chair", "Ilze Kalniņa"), ("", "Anna Āboliņa")]
    assert sign_in_as(person=private.id, at=AT, request=a_request()).person == private


def test_nobody_who_left_or_has_no_account_can_be_chosen() -> None:
    person, without, closed = a_person(), a_person("Liepa"), a_person("Ozola")
    a_mandate(an_office(an_institution(), "chair"), person, LONG_AGO, TODAY)
    an_account(person=person)
    close_account(account=an_account("closed", closed), **HOW)
    for somebody in (person, without, closed):
        with pytest.raises(SignInRefused):
            sign_in_as(person=somebody.id, at=AT, request=a_request())
    assert sign_in_as(person=person.id, at=AT - timedelta(days=1), request=a_request()).person == person
