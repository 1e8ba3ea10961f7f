"""Looks that are told later: by the code's own rule, by a dated parameter; moved clock, boundaries, changed values."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import actor_for
from dienests.kernel.access.reads import Read, looked
from dienests.kernel.access.who_looked import reads_of
from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.cases.case import Case
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.looks.later import Later
from dienests.kernel.norms.declared import ParameterError
from dienests.kernel.norms.parameters import set_parameter, unset
from dienests.kernel.norms.proposal import Proposal
from dienests.kernel.parties.institution import Institution
from dienests.site.pages import reads, reads_data
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of

SLUG, NORM = "reads.delay.ethics-report", "Parauga likuma 5. pants"
TICK, DAY, HOUR = timedelta(microseconds=1), timedelta(days=1), timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return how to move the clock of the pages."""

    def move(at: datetime) -> None:
        for module in (reads, reads_data):
            monkeypatch.setattr(module, "now", lambda: at)

    return move


def _set(value: str, day: date, *, recorded: date | None = None) -> None:
    place = Institution.objects.get(slug="parauga-dienests")
    at = start_of(recorded or day) + HOUR
    set_parameter(institution=place, slug=SLUG, value=value, basis=NORM, valid_from=day, by=SYSTEM, at=at)


def _look(house: House, case: Case, at: datetime, who: str = people.OPENER) -> None:
    chair = actor_for(Account.objects.get(person=house.person(people.CHAIR)), local_date(at))
    held = next(each for each in chair.offices if each.slug == "ethics-chair")
    looked(actor=chair, reads=[Read(house.person(who).pk, case.pk, ("reporter",), "chair", held.mandate)], at=at,
           page="case")  # fmt: skip


def _told(house: House, who: str = people.OPENER) -> Any:
    return house.client(who).get(address("reads"))


def _today() -> datetime:
    return start_of(local_date(datetime.now(UTC))) + 10 * HOUR


def test_without_a_parameter_nobody_but_the_excluded_waits(house: House) -> None:
    case = house.breach("Ziņojums.")
    for who in (people.OPENER, people.ACCUSED):
        _look(house, case, _today(), who)
    assert _told(house).context["total"] == 1
    assert _told(house, people.ACCUSED).context["total"] == 0


def test_a_term_tells_with_the_day_after_it_and_says_that_it_was_late(house: House, clock: Any) -> None:
    case, at = house.submit(people.OPENER, "advice", "Vai drīkst?"), _today()
    _set("days:30", local_date(at))
    _look(house, case, at - 11 * HOUR)
    _look(house, case, at)
    after = start_of(local_date(at) + 31 * DAY)
    for moment, total in ((at, 1), (after - TICK, 1), (after, 2)):
        clock(moment)
        answer = _told(house)
        assert answer.context["total"] == total, moment
        assert ("kopš" in main_of(answer).partition("Ja kaut kas")[0]) == (total == 2)
    assert NORM in main_of(answer)
    late = house.client(people.OPENER).get(address("reads-json")).json()["looks"]
    assert [each["basis_of_delay"] for each in late] == [NORM, ""]
    assert datetime.fromisoformat(late[0]["delayed_until"]) == after


def test_nothing_on_the_page_tells_that_something_waits(house: House) -> None:
    case, at = house.submit(people.OPENER, "advice", "Vai drīkst?"), _today()
    _set("case-closed", local_date(at))
    before = main_of(_told(house))
    for number in range(60):
        _look(house, case, at + number * TICK)
    assert main_of(_told(house)) == before
    for name in ("reads-csv", "reads-json"):
        assert case.number not in house.client(people.OPENER).get(address(name)).content.decode()
    assert NORM in before, "that this procedure tells later is said to everybody"
    assert NORM in main_of(_told(house, people.NEWCOMER))


def test_the_end_of_the_case_tells_and_reopening_it_hides_nothing(house: House) -> None:
    case = house.submit(people.OPENER, "advice", "Vai drīkst?")
    _set("case-closed", local_date(_today()))
    _look(house, case, datetime.now(UTC))
    assert _told(house).context["total"] == 0
    house.act(people.CHAIR, case, "advise", answer="Nedrīkst.")
    shown = _told(house)
    assert shown.context["total"] >= 1
    assert shown.context["rows"][0].delayed.until == case.closed_at
    told = shown.context["total"]
    house.do(people.CHAIR, case, "reopen_case", reasons="Jauns apstāklis.", basis="Rīk. 9")
    again = _told(house)
    assert again.context["total"] == told
    _look(house, case, datetime.now(UTC))
    assert _told(house).context["total"] == told, "what is looked at after reopening waits anew"


def test_the_rule_of_the_code_keeps_what_was_told_when_a_breach_is_reopened(house: House) -> None:
    case = house.breach("Ziņojums.")
    _look(house, case, datetime.now(UTC), people.ACCUSED)
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "dismiss", result="none")
    house.act(people.PERSONNEL, case, "inform", message="The examination is over.")
    shown = _told(house, people.ACCUSED)
    assert (shown.context["total"], shown.context["rows"][0].delayed.until) == (1, case.closed_at)
    assert address("provision", act="vpd-ethics-code-2026", address="25") in main_of(shown)
    assert case.number not in main_of(shown)
    house.do(people.PERSONNEL, case, "reopen_case", reasons="Jauns apstāklis.", basis="Rīk. 9")
    assert _told(house, people.ACCUSED).context["total"] == 1
    _look(house, case, datetime.now(UTC), people.ACCUSED)
    assert _told(house, people.ACCUSED).context["total"] == 1


def test_a_parameter_cannot_shorten_the_rule_of_the_code(house: House, clock: Any) -> None:
    case, at = house.breach("Ziņojums."), _today()
    _set("days:1", local_date(at))
    for who in (people.OPENER, people.ACCUSED):
        _look(house, case, at, who)
    clock(at + 5 * DAY)
    assert _told(house).context["total"] == 1
    assert _told(house, people.ACCUSED).context["total"] == 0


@pytest.mark.parametrize(("later", "told"), [("days:2", 12), ("months:6", 40), ("case-closed", 40), ("", 10)])
def test_a_value_that_changes_while_a_look_waits_tells_at_most_earlier(
    house: House, clock: Any, later: str, told: int
) -> None:
    case, first = house.submit(people.OPENER, "advice", "Vai drīkst?"), local_date(_today())
    _set("days:30", first)
    _look(house, case, start_of(first + 9 * DAY) + 23 * HOUR)  # the last hour of the tenth day
    if later:
        _set(later, first + 10 * DAY)
    else:
        place = Institution.objects.get(slug="parauga-dienests")
        unset(institution=place, slug=SLUG, basis=NORM, valid_to=first + 10 * DAY, by=SYSTEM, at=start_of(first))
    moment = start_of(first + told * DAY)
    for at, total in ((moment - TICK, 0), (moment, 1)):
        clock(at)
        assert _told(house).context["total"] == total, (later, at)


def test_a_delay_never_begins_in_the_past(house: House) -> None:
    today = local_date(_today())
    with pytest.raises(ParameterError, match="neslēpj"):
        _set("days:30", today - DAY, recorded=today)
    with pytest.raises(ParameterError):
        _set("working_days:5", today)
    with pytest.raises(ParameterError):
        _set("permanently", today)


def test_an_administrator_proposes_a_delay_in_the_words_of_the_form(house: House) -> None:
    client, place = house.client(people.ADMINISTRATOR), address("parameter", slug=SLUG)
    given = {"unit": "months", "n": "6", "basis": NORM, "valid_from": local_date(_today()).isoformat()}
    assert client.post(place, given | {"n": ""}).status_code == 422
    assert client.post(place, given | {"valid_from": "2020-01-01"}).status_code == 422
    assert client.post(place, given).status_code == 302
    assert Proposal.objects.filter(slug=SLUG, value="months:6").exists()


def test_other_procedures_do_not_wait(house: House) -> None:
    _set("case-closed", local_date(_today()))
    other = Case.objects.exclude(procedure="ethics-report").filter(closed_at=None).first()
    assert other is not None
    _look(house, other, _today())
    assert _told(house).context["total"] == 1


def test_a_thousand_delayed_cases_ask_no_more_queries(house: House) -> None:
    person, counts = house.person(people.OPENER).pk, []
    _set("days:30", local_date(_today()))
    cases = list(Case.objects.filter(institution__slug="parauga-dienests", procedure="ethics-report"))
    for part in (cases[:1], cases):
        for case in part:
            _look(house, case, _today())
        looks = reads_of(person)  # asks once whether lists of people wait to be spread
        with CaptureQueriesContext(connection) as queries:
            assert not Later.of(person, at=_today() + HOUR).told(looks).exists()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5
