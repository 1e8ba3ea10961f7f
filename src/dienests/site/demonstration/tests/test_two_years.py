"""The invented cases of two years, played whole: nothing of them is overdue, and every band has something to show."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.account.carriers import carried_by
from dienests.kernel.account.evidence import deeds
from dienests.kernel.account.figures import Figures, figures
from dienests.kernel.account.states import State, states
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.models import Case, Effect
from dienests.kernel.cases.sight import visible
from dienests.kernel.letters.models import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.norms import outline
from dienests.kernel.parties.models import Institution
from dienests.site.demonstration.people import CENTRE, SERVICE
from dienests.site.demonstration.tests.once import loaded_once

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
TODAY = local_date(NOW)
ACT = "vpd-ethics-code-2026"
SHOWN = ("19", "20", "22", "23.1", "23.2", "23.4", "25", "26", "27", "28", "29")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load everything once for this file."""
    with loaded_once(django_db_blocker, at=NOW):
        yield


@pytest.fixture
def house(loaded: None, db: None) -> Institution:
    """The service with its cases of two years."""
    return Institution.objects.get(slug=SERVICE.slug)


def signed_in(family: str) -> Actor:
    """Return a person of the demonstration as actor."""
    return actor_for(Account.objects.select_related("person").get(person__family_name=family), TODAY)


def account_of(address: str, institution: Institution) -> Figures:
    """Return the account of a paragraph of the code."""
    return figures(carried_by(ACT, address), on=TODAY, today=TODAY, institution=institution.pk)


@pytest.mark.parametrize("address", SHOWN)
def test_a_paragraph_has_figures_for_most_quarters(house: Institution, address: str) -> None:
    found = account_of(address, house)
    assert found.done >= 20
    assert len([quarter for quarter in found.quarters if quarter.done]) == 8
    assert deeds(carried_by(ACT, address), on=TODAY, reader=signed_in("Liepziediņš"))
    assert (found.days is None) == (address == "20"), "only an act that opens a case waits for nothing"


@pytest.mark.parametrize("address", ["19", "25", "29"])
def test_terms_are_mostly_kept_and_at_times_missed(house: Institution, address: str) -> None:
    found = account_of(address, house)
    assert found.in_time > found.late > 0
    assert found.overdue == (1 if address == "19" else 0)


def test_messages_become_more_and_all_reasons_and_acts_occur(house: Institution) -> None:
    quarters = [quarter.done for quarter in account_of("20", house).quarters[:-1]]  # the last one is not over
    assert sum(quarters[4:]) > 1.3 * sum(quarters[:3])
    cases = Case.objects.filter(institution=house)
    assert 140 <= cases.filter(procedure="ethics-report").count() <= 150
    assert cases.filter(procedure="ethics-case", closed_at__isnull=False).count() >= 8
    done = Counter(Event.objects.filter(stream_kind="case").values_list("act", flat=True))
    rare = {"complain", "refer", "inform_instead", "bring", "consult", "settle", "decline_case", "weigh"}
    assert rare <= set(done)
    assert Letter.objects.count() >= 30


def test_numbers_follow_the_days_and_no_work_was_done_after_now(house: Institution) -> None:
    opened = Case.objects.filter(institution=house, procedure="ethics-report").order_by("number")
    days = list(opened.values_list("opened_at", flat=True))
    assert days == sorted(days)
    assert not Event.objects.filter(at__gt=NOW).exists()
    assert not Effect.objects.filter(done_at__isnull=True).exists()


def test_reports_are_spread_over_the_people(house: Institution) -> None:
    openers = Counter(Case.objects.filter(institution=house, opener__isnull=False).values_list("opener", flat=True))
    assert len(openers) >= 30
    assert max(openers.values()) <= 12


def test_each_institution_sees_its_own_cases_only(house: Institution) -> None:
    centre = Institution.objects.get(slug=CENTRE.slug)
    assert Case.objects.filter(institution=centre, procedure="ethics-report").count() == 10
    for family, own in (("Liepziediņš", house), ("Dūņezers", centre)):
        seen = visible(signed_in(family))
        assert set(seen.values_list("institution", flat=True)) == {own.pk}


def test_a_paragraph_is_not_set_where_an_institution_has_set_no_term(house: Institution) -> None:
    act = outline.act(ACT)
    here = states(act, on=TODAY, today=TODAY, reader=signed_in("Liepziediņš"))
    there = states(act, on=TODAY, today=TODAY, reader=signed_in("Dūņezers"))
    assert (here["19"], here["25"], there["25"]) == (State.OVERDUE, State.RUNNING, State.NOT_SET)
    assert {State.OVERDUE, State.RUNNING, State.DONE, State.OPEN, State.NOT_FOR_SOFTWARE} <= set(here.values())


def test_the_deputy_stood_in_during_every_leave_and_waits_for_one_case_only(house: Institution) -> None:
    stood_in = {event.at.year for event in Event.objects.filter(stream_kind="case") if "stands_in_for" in event.payload}
    assert stood_in >= {2025, 2026}
    assert inbox(signed_in("Dzērvesteina")).get() not in visible(signed_in("Liepziediņš"))


def test_the_chains_of_the_log_are_whole(house: Institution) -> None:
    walked = verify()
    assert [str(fault) for fault in walked.breaks] == []
    assert walked.events == Event.objects.count()
