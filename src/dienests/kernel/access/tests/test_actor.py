"""The actor: which office covers which case, stand-ins, one fetch per request."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dienests.kernel.access.actor import Actor, actor_for, actor_of
from dienests.kernel.access.middleware import ActorMiddleware
from dienests.kernel.access.sign_in import sign_in
from dienests.kernel.access.tests.given import PASSWORD, a_request, an_account
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.parties.tests.given import (
    AT,
    LONG_AGO,
    TODAY,
    a_mandate,
    a_person,
    a_unit,
    an_absence,
    an_institution,
    an_office,
)

VPD, OTHER, NORTH, SOUTH = 1, 2, 10, 11


def _held(slug: str, institution: int = VPD, unit: int | None = None) -> HeldOffice:
    return HeldOffice(institution, unit, slug, uuid4(), slug, slug, False, LONG_AGO)


def _actor(*offices: HeldOffice, **more: frozenset) -> Actor:
    return Actor(person=uuid4(), name="Ilze Kalniņa", institution=VPD, offices=offices, **more)


def test_an_office_of_the_institution_covers_every_unit_of_it_and_nothing_else() -> None:
    actor = _actor(_held("chair"))
    assert actor.holds("chair", VPD)
    assert actor.holds("chair", VPD, NORTH)
    assert actor.holds("chair", OTHER) is None
    assert actor.holds("head", VPD) is None


def test_an_office_of_a_unit_covers_its_cases_alone() -> None:
    actor = _actor(_held("adviser", unit=NORTH))
    assert actor.holds("adviser", VPD, NORTH)
    assert actor.holds("adviser", VPD, SOUTH) is None
    assert actor.holds("adviser", VPD) is None
    assert actor.holds("adviser", OTHER, NORTH) is None


def test_the_unit_s_own_office_comes_before_the_institution_s() -> None:
    wide, narrow = _held("adviser"), _held("adviser", unit=NORTH)
    actor = _actor(wide, narrow)
    assert actor.holds("adviser", VPD, NORTH) == narrow
    assert actor.holds("adviser", VPD, SOUTH) == wide


def test_a_stand_in_serves_only_while_the_office_is_absent() -> None:
    deputy = _held("deputy")
    assert _actor(deputy).serves("chair", VPD, stand_in="deputy") is None
    actor = _actor(deputy, absent_offices=frozenset({(VPD, "chair")}))
    assert actor.serves("chair", VPD, stand_in="deputy") == deputy
    assert actor.serves("chair", VPD, NORTH, stand_in="deputy") == deputy
    assert actor.serves("chair", OTHER, stand_in="deputy") is None
    assert actor.serves("chair", VPD) is None
    assert actor.serves("head", VPD, stand_in="deputy") is None
    own = _held("chair")
    assert _actor(own, deputy).serves("chair", VPD, stand_in="deputy") == own


def test_an_absence_in_one_unit_opens_no_other() -> None:
    deputy = _held("deputy")
    actor = _actor(deputy, absent_in_units=frozenset({(VPD, NORTH, "chair")}))
    assert actor.serves("chair", VPD, NORTH, stand_in="deputy") == deputy
    assert actor.serves("chair", VPD, SOUTH, stand_in="deputy") is None
    assert actor.serves("chair", VPD, stand_in="deputy") is None


def test_nobody_acts_under_a_mandate_of_another() -> None:
    own = _held("chair")
    assert _actor(own).ref(own.mandate) == ActorRef(mandate=own.mandate)
    with pytest.raises(LookupError):
        _actor(own).ref(uuid4())


def _signed_in(at: datetime = AT) -> HttpRequest:
    request = a_request()
    sign_in(request=request, login="ilze", password=PASSWORD, at=at)
    return request


@pytest.mark.django_db
def test_one_person_acts_in_several_institutions_each_office_knowing_its_own() -> None:
    one, other = an_institution(), an_institution()
    north = a_unit(other, "north")
    person, chair = a_person(), a_person("Liepa")
    first = a_mandate(an_office(one, "deputy"), person)
    second = a_mandate(an_office(other, "adviser", north), person, TODAY - timedelta(days=5))
    a_mandate(an_office(one, "chair"), chair)
    a_mandate(an_office(other, "chair", north), chair)
    an_absence(one, chair), an_absence(other, chair)
    account = an_account(person=person)
    actor = actor_for(account, TODAY)
    assert (actor.person, actor.name, actor.account) == (person.id, "Ilze Kalniņa", account.id)
    assert actor.institution == one.id
    assert [office.mandate for office in actor.offices] == [first.id, second.id]
    assert actor.absent_offices == {(one.id, "chair")}
    assert actor.absent_in_units == {(other.id, north.id, "chair")}
    assert actor.holds("deputy", other.id) is None
    yesterday = actor_for(account, TODAY - timedelta(days=1))
    assert (yesterday.absent_offices, yesterday.absent_in_units) == (frozenset(), frozenset())


@pytest.mark.django_db
def test_somebody_without_an_office_is_an_actor_without_rights() -> None:
    an_account()
    actor = actor_of(_signed_in(), at=AT)
    assert actor is not None
    assert (actor.institution, actor.offices, actor.absent_offices) == (None, (), frozenset())


@pytest.mark.django_db
def test_nobody_is_nobody() -> None:
    assert actor_of(a_request(), at=AT) is None
    with CaptureQueriesContext(connection) as queries:
        assert actor_of(HttpRequest(), at=AT) is None
    assert len(queries) == 0


@pytest.mark.django_db
def test_a_request_fetches_its_actor_once_and_only_when_asked() -> None:
    person = a_person()
    an_account(person=person)
    for size in range(1, 4):
        institution = an_institution()
        for slug in ("chair", "deputy", "clerk"):
            a_mandate(an_office(institution, slug), person)
        request = _signed_in(datetime.now(UTC))
        with CaptureQueriesContext(connection) as idle:
            ActorMiddleware(lambda _: HttpResponse())(request)
        assert len(idle) == 0
        with CaptureQueriesContext(connection) as queries:
            assert len(request.actor.offices) == 3 * size
            assert request.actor.name == "Ilze Kalniņa"
        # The account with its person, the offices, the absences beside them.
        assert len(queries) == 3


@pytest.mark.django_db
def test_the_middleware_asks_for_today_in_riga() -> None:
    person, office = a_person(), an_office(an_institution(), "chair")
    a_mandate(office, person, timezone.localdate())
    an_account(person=person)
    request = _signed_in(datetime.now(UTC))
    ActorMiddleware(lambda _: HttpResponse())(request)
    assert request.actor.holds("chair", office.institution_id)
    stranger = a_request()
    ActorMiddleware(lambda _: HttpResponse())(stranger)
    assert not stranger.actor
