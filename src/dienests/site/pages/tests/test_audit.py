"""The auditor's lists: who stands out and why, what is recorded of the auditor, what is kept even from the auditor."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import actor_for
from dienests.kernel.access.people_search import find_people
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.reads import Read, Row, keep, looked
from dienests.kernel.calendar.days_off import LATVIA
from dienests.kernel.calendar.zone import RIGA, local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.absences import mark_absent
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.site.pages.audit_rows import TABS
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of
from dienests.site.pages.tests.test_headers import names

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def _mandate(house: House, name: str, office: str) -> Mandate:
    return Mandate.objects.get(person=house.person(name), office__slug=office)


def _looks(mandate: Mandate, at: datetime, count: int, case: UUID | None = None) -> None:
    where = case or Case.objects.order_by("number").values_list("pk", flat=True)[0]
    keep([
        Row(at, mandate.person_id, mandate.pk, uuid4(), where, None, "chair", "reporter", "case") for _n in range(count)
    ])  # fmt: skip


def _noon(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), RIGA).astimezone(UTC)


def _working(before: date) -> date:
    while not LATVIA.is_working(before):
        before -= DAY
    return before


def _rows(house: House, what: str, who: str = people.AUDITOR, **asked: str) -> list[dict[str, str]]:
    answer = house.client(who).get(address("audit-csv", what=what), asked)
    assert answer.status_code == 200
    return list(csv.DictReader(answer.content.decode().splitlines()))


def test_only_the_auditor_comes_in(house: House) -> None:
    places = [address("audit", what=each) for each in TABS] + [address("audit-csv", what=each) for each in TABS]
    places.append(address("audit-official", person=house.person(people.CHAIR).pk))
    for place in places:
        assert house.client(people.AUDITOR).get(place).status_code == 200, place
        for name in (people.HEAD, people.ADMINISTRATOR, people.OPENER):
            assert house.client(name).get(place).status_code == 403, place
        assert house.client(None).get(place).status_code == 302
    assert house.client(people.AUDITOR).get(address("audit", what="nav")).status_code == 404
    assert house.client(people.AUDITOR).get(address("audit-official", person=uuid4())).status_code == 404
    assert address("audit", what="unusual") in house.client(people.AUDITOR).get(address("mine")).content.decode()
    assert address("audit", what="unusual") not in house.client(people.HEAD).get(address("mine")).content.decode()


def test_a_week_stands_out_by_the_own_weeks_before_and_by_others_in_the_office(house: House) -> None:
    today = local_date(datetime.now(UTC))
    chair = _mandate(house, people.CHAIR, "ethics-chair")
    for week in range(1, 13):
        _looks(chair, _noon(today - 7 * week * DAY), 20)
    _looks(chair, _noon(today - DAY), 60)
    assert _rows(house, "unusual") == [], "three times as much is not more than three times"
    _looks(chair, _noon(today - DAY), 1)
    (row,) = _rows(house, "unusual")
    assert (row["looks"], row["own"], row["office"]) == ("61", "20", "")
    assert row["name"] == house.person(people.CHAIR).name
    members = Mandate.objects.filter(office=_mandate(house, people.MEMBER, "ethics-member").office)
    assert len(members) >= 4
    for member in members:
        for week in range(13):
            _looks(member, _noon(today - 7 * week * DAY), 10)
    _looks(members.get(person=house.person(people.MEMBER)), _noon(today - DAY), 45)
    (by_office,) = [each for each in _rows(house, "unusual") if each["office"]]
    assert (by_office["looks"], by_office["office"]) == ("55", "10")
    assert _rows(house, "unusual", on=(today - 60 * DAY).isoformat()) == []


def test_below_fifty_nobody_stands_out_and_a_new_official_does_from_there(house: House) -> None:
    chair, today = _mandate(house, people.CHAIR, "ethics-chair"), local_date(datetime.now(UTC))
    _looks(chair, _noon(today), 49)
    assert _rows(house, "unusual") == []
    _looks(chair, _noon(today), 1)
    assert [each["looks"] for each in _rows(house, "unusual")] == ["50"]


def test_looks_of_another_institution_are_another_auditors(house: House) -> None:
    today = local_date(datetime.now(UTC))
    _looks(_mandate(house, people.OTHER_CHAIR, "ethics-chair"), _noon(today), 60)
    assert _rows(house, "unusual") == []
    assert len(_rows(house, "unusual", who=people.OTHER_AUDITOR)) == 1


def test_searches_are_listed_with_their_purpose_and_counted_by_official_and_month(house: House) -> None:
    chair, at = _mandate(house, people.CHAIR, "ethics-chair"), datetime.now(UTC)
    actor = actor_for(Account.objects.get(person=chair.person), local_date(at))
    for words in (people.OPENER, people.MANAGER, "nevienatada"):
        find_people(actor=actor, mandate=chair.pk, words=words, purpose="atgriezta vēstule", at=at)
    found = ReadEvent.objects.filter(page="people-search")
    rows = _rows(house, "without-case")
    searches = [each for each in rows if "atgriezta vēstule" in each["reason"]]
    assert len(searches) == found.values("search").distinct().count() == 2
    assert sum(int(each["people"]) for each in searches) == found.count()
    (row,) = _rows(house, "searches")
    assert (row["searches"], row["people"]) == ("2", str(found.count()))
    assert row["month"] == local_date(at).replace(day=1).isoformat()
    assert _rows(house, "searches", month="2020-01") == []


def test_nights_days_off_and_absences_are_counted(house: House) -> None:
    day = _working(local_date(datetime.now(UTC)).replace(day=1) - DAY)
    off = next(day - n * DAY for n in range(1, 8) if not LATVIA.is_working(day - n * DAY))
    chair = _mandate(house, people.CHAIR, "ethics-chair")
    for moment, count in (
        (_noon(day), 5),
        (_noon(day, 7), 1),
        (_noon(day, 19), 2),
        (_noon(day, 6), 4),
        (_noon(off), 8),
    ):
        _looks(chair, moment, count)
    month = f"{day:%Y-%m}"
    (row,) = _rows(house, "hours", month=month)
    assert (row["looks"], row["outside"], row["away"]) == ("20", "14", "0")
    mark_absent(
        institution=Institution.objects.get(slug="parauga-dienests"), person=chair.person, valid_from=day,
        valid_to=day + DAY, basis="Rīk. 3", by=SYSTEM, at=_noon(day),
    )  # fmt: skip
    (row,) = _rows(house, "hours", month=month)
    assert row["away"] == "12"


def test_that_the_auditor_looked_is_told_to_whoever_stood_in_the_list(house: House) -> None:
    _looks(_mandate(house, people.CHAIR, "ethics-chair"), datetime.now(UTC), 60)
    _looks(_mandate(house, people.AUDITOR, "auditor"), datetime.now(UTC), 60)
    for name in ("audit", "audit-csv"):
        before = ReadEvent.objects.filter(page="audit").count()
        house.client(people.AUDITOR).get(address(name, what="unusual"))
        assert ReadEvent.objects.filter(page="audit").count() == before + 1
    house.client(people.AUDITOR).get(address("audit-official", person=house.person(people.CHAIR).pk))
    events = ReadEvent.objects.filter(page="audit")
    assert {(each.person, each.reader, each.categories) for each in events} == {
        (house.person(people.CHAIR).pk, house.person(people.AUDITOR).pk, "looks")
    }
    told = main_of(house.client(people.CHAIR).get(address("reads")))
    assert "Iekšējais auditors" in told
    assert "lai pārraudzītu" in told.lower()
    assert any(each["name"] == house.person(people.AUDITOR).name for each in _rows(house, "without-case"))


def test_the_auditor_sees_numbers_and_reasons_and_neither_people_nor_content(house: House) -> None:
    case = house.breach("Kanārijputniņš ziņojumā.")
    house.client(people.CHAIR).get(address("case", pk=case.pk))
    person = house.person(people.CHAIR).pk
    shown = main_of(house.client(people.AUDITOR).get(address("audit-official", person=person)))
    assert case.number in shown
    assert str(case.pk) not in shown, "the number opens nothing for who does not see the case"
    assert address("provision", act="vpd-ethics-code-2026", address="20") in shown
    for secret in (house.person(people.OPENER).name, house.person(people.ACCUSED).name, "Kanārij"):
        assert secret not in shown


def test_an_open_report_about_the_auditor_is_not_betrayed_by_any_list(house: House) -> None:
    chair, today = _mandate(house, people.CHAIR, "ethics-chair"), local_date(datetime.now(UTC))
    _looks(chair, _noon(today), 60)
    place = address("audit-official", person=chair.person_id)

    def told() -> list[object]:
        # The auditor's own looks are counted like everybody's; they grow with each list.
        rows = [
            each for what in ("unusual", "hours") for each in _rows(house, what) if each["name"] == chair.person.name
        ]
        return [*rows, house.client(people.AUDITOR).get(place).context["total"]]

    before = told()
    case = house.breach("Ziņojums.", about=people.AUDITOR)
    _looks(chair, _noon(today), 40, case.pk)
    assert told() == before
    assert case.number not in main_of(house.client(people.AUDITOR).get(place))


def test_every_list_asks_a_constant_number_of_questions(house: House) -> None:
    client, today = house.client(people.AUDITOR), local_date(datetime.now(UTC))
    chair = _mandate(house, people.CHAIR, "ethics-chair")
    mandates = [chair, *Mandate.objects.filter(office__institution__slug="parauga-dienests").exclude(pk=chair.pk)]
    places = [address("audit", what=each) for each in TABS]
    places.append(address("audit-official", person=chair.person_id))
    counts = []
    for part in (mandates[:1], mandates[:40]):
        for mandate in part:
            _looks(mandate, _noon(today, 6), 55)
            _looks(mandate, _noon(today - DAY, 6), 5, Case.objects.order_by("?").values_list("pk", flat=True)[0])
        counts.append([_asked(client, place) for place in places])
    assert all(then <= before for before, then in zip(*counts, strict=True)), counts
    assert max(counts[1]) <= 16


def _asked(client, place: str) -> int:  # type: ignore[no-untyped-def]
    client.get(place)
    with CaptureQueriesContext(connection) as found:
        assert client.get(place).status_code == 200
    return len([each for each in found.captured_queries if "INSERT INTO" not in each["sql"]])


def test_a_look_recorded_by_pages_is_counted(house: House) -> None:
    chair = _mandate(house, people.CHAIR, "ethics-chair")
    actor = actor_for(Account.objects.get(person=chair.person), local_date(datetime.now(UTC)))
    case = Case.objects.order_by("number")[0]
    reads = [Read(uuid4(), case.pk, ("reporter",), "chair", chair.pk) for _n in range(70)]
    looked(actor=actor, reads=reads, at=datetime.now(UTC), page="case")
    assert [each["looks"] for each in _rows(house, "unusual")] == ["70"]
    assert "audit" in names()
