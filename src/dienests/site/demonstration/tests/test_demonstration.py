"""The told stories of the demonstration: the same whatever the day, loaded once, every act played by the engine."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from dienests.conduct.ethics_reports.facade import CHAIR_AWAY
from dienests.conduct.outside_complaints.facade import OUTSIDER
from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.models import Case, Effect, TermRun
from dienests.kernel.cases.sight import visible
from dienests.kernel.letters.models import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.parties.models import Institution, Mandate, Person
from dienests.site.demonstration import load, loading
from dienests.site.demonstration.people import CENTRE, PLACES, SERVICE

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DAYS = [
    datetime(2026, 11, 21, 10, 0, tzinfo=UTC),
    datetime(2026, 1, 1, 0, 30, tzinfo=UTC),
    datetime(2025, 12, 31, 22, 30, tzinfo=UTC),  # already the new year in Latvia
    datetime(2026, 4, 1, 5, 0, tzinfo=UTC),
    datetime(2026, 7, 1, 12, 0, tzinfo=UTC),
    datetime(2026, 10, 1, 20, 59, tzinfo=UTC),
    datetime(2026, 3, 31, 8, 0, tzinfo=UTC),
    datetime(2024, 2, 29, 8, 0, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # the clock is put forward
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # and back
    datetime(2026, 6, 24, 9, 0, tzinfo=UTC),  # a holiday
    datetime(2028, 2, 29, 9, 0, tzinfo=UTC),
]
ETHICS_OFFICES = {"head", "ethics-chair", "ethics-deputy-chair", "ethics-member", "personnel", "bureau", "training"}


def overdue(on: date) -> list[Case]:
    """Return the open cases whose term has passed."""
    return list(Case.objects.filter(closed_at__isnull=True, due__lt=on))


def signed_in(name: str, at: datetime = NOW) -> Actor:
    """Return a person of the demonstration as actor."""
    given, family = name.split()
    account = Account.objects.select_related("person").get(person__given_name=given, person__family_name=family)
    return actor_for(account, local_date(at))


@pytest.mark.django_db
@pytest.mark.parametrize("at", DAYS, ids=lambda at: at.strftime("%Y-%m-%d"))
def test_exactly_one_case_is_overdue_whatever_the_day(at: datetime) -> None:
    assert load(at=at, cases="few")
    late = overdue(local_date(at))
    assert [case.stage for case in late] == ["received"]
    assert TermRun.objects.get(case=late[0], stopped_on=None).slug == "answer_day"
    assert not Effect.objects.filter(done_at__isnull=True).exists()
    assert not Event.objects.filter(at__gt=at).exists(), "nothing happens after the day of loading"


@pytest.mark.django_db
@pytest.mark.parametrize("at", [DAYS[3], DAYS[7]], ids=lambda at: at.strftime("%Y-%m-%d"))
def test_the_invented_cases_leave_nothing_overdue_on_other_days(at: datetime) -> None:
    load(at=at)
    assert [case.stage for case in overdue(local_date(at))] == ["received"]
    assert not Event.objects.filter(at__gt=at).exists()


@pytest.mark.django_db
def test_a_dozen_cases_stand_in_every_stage() -> None:
    load(at=NOW, cases="few")
    reports = Case.objects.filter(procedure="ethics-report")
    assert reports.count() >= 12
    stages = {"received", "hearing", "in_breach_case", "collected", "informing", "answered", "proposed"}
    assert set(reports.values_list("stage", flat=True)) == stages
    assert set(Case.objects.filter(procedure="ethics-case").values_list("stage", flat=True)) == {"examined", "decided"}
    assert Letter.objects.filter(case__procedure="ethics-report").count() == 2
    opened = list(reports.order_by("number").values_list("opened_at", flat=True))
    assert opened == sorted(opened), "numbers follow the days"


@pytest.mark.django_db
def test_two_invented_institutions_hold_every_office_of_the_code() -> None:
    load(at=NOW, cases="few")
    houses = Institution.objects.all()
    assert {house.slug for house in houses} == {place.slug for place in PLACES}
    assert all(house.is_demonstration and not house.registration_number for house in houses)
    for house in houses:
        held = Mandate.objects.in_force(local_date(NOW)).filter(office__institution=house)
        assert set(held.values_list("office__slug", flat=True)) >= ETHICS_OFFICES
        assert held.filter(office__leads=True, office__unit__isnull=True).count() == 1


@pytest.mark.django_db
def test_consultations_and_complaints_show_terms_that_are_promised_suspended_and_extended() -> None:
    load(at=NOW, cases="few")
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


@pytest.mark.django_db
def test_everybody_can_sign_in_and_nobody_has_a_password_or_a_personal_code() -> None:
    load(at=NOW, cases="few")
    people = {post.person for place in PLACES for post in place.posts} | {OUTSIDER}
    assert {person.name for person in Person.objects.all()} == people
    assert Account.objects.count() == len(people)
    assert not [account for account in Account.objects.all() if account.has_usable_password()]
    assert not Person.objects.filter(code_search__isnull=False).exists()


@pytest.mark.django_db
def test_the_deputy_acted_while_the_chair_was_away() -> None:
    load(at=NOW, cases="few")
    stood_in = [event for event in Event.objects.filter(stream_kind="case") if "stands_in_for" in event.payload]
    assert {event.act for event in stood_in} == {"promise", "advise"}
    chair, deputy = "Aivis Liepziediņš", "Māra Dzērvesteina"
    for event in stood_in:
        assert Mandate.objects.get(pk=event.mandate).person.name == deputy
        assert signed_in(chair, event.at).is_absent("ethics-chair", Institution.objects.get(slug=SERVICE.slug).pk)
    assert CHAIR_AWAY[0] > CHAIR_AWAY[1] > 0
    assert not signed_in(deputy).is_absent("ethics-chair", Institution.objects.get(slug=SERVICE.slug).pk), "back today"


@pytest.mark.django_db
def test_every_desk_of_the_service_has_something_to_do_and_the_other_house_sees_nothing() -> None:
    load(at=NOW, cases="few")
    for name in ("Aivis Liepziediņš", "Māra Dzērvesteina", "Ojārs Rudzīšlauks"):
        assert inbox(signed_in(name)).exists(), name
    for post in CENTRE.posts:
        assert not visible(signed_in(post.person)).exists(), post.person


@pytest.mark.django_db
def test_the_report_about_the_chair_lies_with_the_deputy() -> None:
    load(at=NOW, cases="few")
    waiting = inbox(signed_in("Māra Dzērvesteina")).get()
    assert waiting not in visible(signed_in("Aivis Liepziediņš"))


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    assert load(at=NOW)
    before = _counts()
    assert not load(at=NOW)
    assert not load(at=datetime(2027, 5, 5, 5, 5, tzinfo=UTC))
    assert _counts() == before


@pytest.mark.django_db(transaction=True)
def test_a_load_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("the machine was switched off")

    monkeypatch.setattr(loading, "play", break_off)
    with pytest.raises(RuntimeError, match="switched off"):
        load(at=NOW)
    assert set(_counts().values()) == {0}


def _counts() -> dict[str, int]:
    # Tables of models: what an index of the search makes for itself is never empty.
    models = connection.introspection.django_table_names(only_existing=True)
    tables = [name for name in models if name.startswith(("kernel_", "conduct_"))]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
    return found
