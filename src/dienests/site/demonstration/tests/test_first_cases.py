"""The first cases of the demonstration, loaded once for these tests: every stage, every office, somebody's turn."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from dienests.conduct.ethics_reports.facade import CHAIR_AWAY
from dienests.conduct.outside_complaints.facade import OUTSIDER
from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.models import Case, TermRun
from dienests.kernel.cases.sight import visible
from dienests.kernel.letters.models import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.parties.models import Institution, Mandate, Person
from dienests.site.demonstration.people import CENTRE, PLACES, SERVICE
from dienests.site.demonstration.tests.once import loaded_once

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ETHICS_OFFICES = {"head", "ethics-chair", "ethics-deputy-chair", "ethics-member", "personnel", "bureau", "training"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with loaded_once(django_db_blocker, at=NOW, cases="few"):
        yield


@pytest.fixture
def few(_loaded: None, db: None) -> None:
    """The first cases of the demonstration."""


def signed_in(name: str, at: datetime = NOW) -> Actor:
    """Return a person of the demonstration as actor."""
    given, family = name.split()
    account = Account.objects.select_related("person").get(person__given_name=given, person__family_name=family)
    return actor_for(account, local_date(at))


def test_a_dozen_cases_stand_in_every_stage() -> None:
    reports = Case.objects.filter(procedure="ethics-report")
    assert reports.count() >= 12
    stages = {"received", "hearing", "in_breach_case", "collected", "informing", "answered", "proposed"}
    assert set(reports.values_list("stage", flat=True)) == stages
    assert set(Case.objects.filter(procedure="ethics-case").values_list("stage", flat=True)) == {"examined", "decided"}
    assert Letter.objects.filter(case__procedure="ethics-report").count() == 2
    opened = list(reports.order_by("number").values_list("opened_at", flat=True))
    assert opened == sorted(opened), "numbers follow the days"


def test_two_invented_institutions_hold_every_office_of_the_code() -> None:
    houses = Institution.objects.all()
    assert {house.slug for house in houses} == {place.slug for place in PLACES}
    assert all(house.is_demonstration and not house.registration_number for house in houses)
    for house in houses:
        held = Mandate.objects.in_force(local_date(NOW)).filter(office__institution=house)
        assert set(held.values_list("office__slug", flat=True)) >= ETHICS_OFFICES
        assert held.filter(office__leads=True, office__unit__isnull=True).count() == 1


def test_consultations_and_complaints_show_terms_that_are_promised_suspended_and_extended() -> None:
    asked = Case.objects.filter(procedure="consultation")
    assert set(asked.values_list("stage", flat=True)) == {"asked", "advised", "declined"}
    complaints = Case.objects.filter(procedure="outside-complaint")
    stages = {"answered", "answering", "left", "proposed", "lacking", "hearing"}
    assert set(complaints.values_list("stage", flat=True)) == stages
    runs = TermRun.objects.filter(case__in=complaints, stopped_on=None)
    assert runs.get(suspended_on__isnull=False).slug == "answer"
    assert runs.get(extensions=1).extended_by == "months:4"
    two = complaints.get(stage="hearing")
    assert set(runs.filter(case=two).values_list("slug", flat=True)) == {"answer", "sitting"}
    assert not [run for run in TermRun.objects.filter(case__in=complaints | asked) if run.late]


def test_everybody_can_sign_in_and_nobody_has_a_password_or_a_personal_code() -> None:
    people = {post.person for place in PLACES for post in place.posts} | {OUTSIDER}
    assert {person.name for person in Person.objects.all()} == people
    assert Account.objects.count() == len(people)
    assert not [account for account in Account.objects.all() if account.has_usable_password()]
    assert not Person.objects.filter(code_search__isnull=False).exists()


def test_the_deputy_acted_while_the_chair_was_away() -> None:
    stood_in = [event for event in Event.objects.filter(stream_kind="case") if "stands_in_for" in event.payload]
    assert {event.act for event in stood_in} == {"promise", "advise"}
    chair, deputy = "Aivis Liepziediņš", "Māra Dzērvesteina"
    for event in stood_in:
        assert Mandate.objects.get(pk=event.mandate).person.name == deputy
        assert signed_in(chair, event.at).is_absent("ethics-chair", Institution.objects.get(slug=SERVICE.slug).pk)
    assert CHAIR_AWAY[0] > CHAIR_AWAY[1] > 0
    assert not signed_in(deputy).is_absent("ethics-chair", Institution.objects.get(slug=SERVICE.slug).pk), "back today"


def test_every_desk_of_the_service_has_something_to_do_and_the_other_house_sees_nothing() -> None:
    for name in ("Aivis Liepziediņš", "Māra Dzērvesteina", "Ojārs Rudzīšlauks"):
        assert inbox(signed_in(name)).exists(), name
    for post in CENTRE.posts:
        assert not visible(signed_in(post.person)).exists(), post.person


def test_the_report_about_the_chair_lies_with_the_deputy() -> None:
    waiting = inbox(signed_in("Māra Dzērvesteina")).get()
    assert waiting not in visible(signed_in("Aivis Liepziediņš"))
