"""Who looked at my data: what a case page shows is recorded under its office, and told to whom it concerns."""

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.access.people_search import find_people
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.read_list import ReadList
from dienests.kernel.access.reads import Read, looked
from dienests.kernel.access.refusals import NotRecorded
from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import visible
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.site import contacts
from dienests.site.pages import looking
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.look_words import DOINGS
from dienests.site.pages.reads_data import safe
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of

ACCOUNT = "Viņš kliedza uz klienti."
pytestmark = pytest.mark.django_db


def _actor(house: House, name: str) -> Actor:
    now = datetime.now(UTC)
    return actor_for(Account.objects.get(person=house.person(name)), local_date(now))


def _opened_by(house: House, name: str, case: Case) -> int:
    return looking.at_case(CaseView.of(case.pk, _actor(house, name), at=datetime.now(UTC)))


def _events(case: Case) -> dict[str, ReadEvent]:
    return {str(event.person): event for event in ReadEvent.objects.filter(case=case.pk)}


def test_the_chair_who_reads_a_report_is_recorded_for_everybody_in_it(house: House) -> None:
    case = house.breach(ACCOUNT)
    chair = _actor(house, people.CHAIR)
    assert _opened_by(house, people.CHAIR, case) == 2
    found = _events(case)
    assert set(found) == {str(house.person(name).pk) for name in (people.OPENER, people.ACCUSED)}
    opener = found[str(house.person(people.OPENER).pk)]
    assert (opener.reader, opener.purpose, opener.page) == (chair.person, "chair", "case")
    assert opener.mandate == next(held.mandate for held in chair.offices if held.slug == "ethics-chair")
    assert {"report-content", "reporter"} <= set(opener.categories.split())


def test_the_opener_reads_the_own_report_without_an_event_about_it(house: House) -> None:
    case = house.submit(people.OPENER, "advice", ACCOUNT)
    assert _opened_by(house, people.OPENER, case) == 0
    assert not _events(case)


def test_a_resident_reads_office_institution_number_and_reason(house: House) -> None:
    case = house.submit(people.OPENER, "advice", ACCOUNT)
    _opened_by(house, people.CHAIR, case)
    chair = _actor(house, people.CHAIR)
    held = next(held for held in chair.offices if held.slug == "ethics-chair")
    shown = main_of(house.client(people.OPENER).get(reverse("reads")))
    assert held.title_lv.lower() in shown.lower()
    assert case.number in shown
    assert reverse("case", kwargs={"pk": case.pk}) in shown
    assert Institution.objects.get(pk=held.institution).name in shown
    assert chair.name not in shown
    own = main_of(house.client(people.CHAIR).get(reverse("own-reads")))
    assert case.number in own
    assert house.person(people.OPENER).name not in own


def test_a_look_at_an_open_report_about_me_is_told_when_the_case_is_closed(house: House) -> None:
    case = house.breach(ACCOUNT)
    _opened_by(house, people.CHAIR, case)
    shown = main_of(house.client(people.ACCUSED).get(reverse("reads")))
    assert "priekšsēdētāj" not in shown, "the list of looks must not betray a report that is being examined"
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "dismiss", result="none")
    house.act(people.PERSONNEL, case, "inform", message="The examination is over.")
    shown = main_of(house.client(people.ACCUSED).get(reverse("reads")))
    assert "priekšsēdētāj" in shown
    assert case.number not in shown
    assert str(case.pk) not in shown
    assert ACCOUNT not in shown


def test_a_letter_is_recorded_for_its_addressee(house: House) -> None:
    personnel = _actor(house, people.PERSONNEL)
    sent = [letter for case in visible(personnel) for letter in readable_letters(personnel, case)]
    letter = next(each for each in sent if each.participant and each.participant.person_id != personnel.person)
    assert looking.at_letter(personnel, letter.case, letter, at=datetime.now(UTC)) == 1
    event = _events(letter.case)[str(letter.participant.person_id)]
    assert (event.categories, event.page) == ("letter", "letter")
    assert event.mandate in {held.mandate for held in personnel.offices}


def test_a_personal_column_of_fifty_rows_is_one_statement(house: House) -> None:
    chair = _actor(house, people.CHAIR)
    cases = list(visible(chair)[:5]) * 10
    shown = [(case, uuid4()) for case in cases]
    with CaptureQueriesContext(connection) as queries:
        assert looking.at_list(chair, shown, kind="reporter", at=datetime.now(UTC)) == 50
    assert sum("INSERT" in each["sql"] for each in queries) == 1
    assert all(event.mandate for event in ReadEvent.objects.filter(page="desk"))


def test_a_search_of_people_stands_out_with_its_purpose(house: House) -> None:
    clerk = _actor(house, people.PERSONNEL)
    find_people(
        actor=clerk, mandate=clerk.offices[0].mandate, words=people.OPENER, purpose="atgriezta vēstule",
        at=datetime.now(UTC),
    )  # fmt: skip
    shown = main_of(house.client(people.OPENER).get(reverse("reads")))
    assert "Atgriezta vēstule" in shown or "atgriezta vēstule" in shown
    assert "govuk-tag--yellow" in shown


def _on_many_days(house: House, days: int, looks: int) -> None:
    """Let the chair look at the opener's data on so many days, so often on each, in three cases."""
    chair, now = _actor(house, people.CHAIR), datetime.now(UTC)
    cases = [each.pk for each in Case.objects.all()[:3]]
    person = house.person(people.OPENER).pk
    for day in range(days):
        for number in range(looks):
            read = Read(person, cases[day % 3], ("answer",), "chair", chair.offices[0].mandate)
            at = now - timedelta(days=day, seconds=number)
            looked(actor=chair, reads=[read], at=at, page="case" if number % 2 else "print")


def test_a_long_list_has_pages_and_asks_no_more_for_each(house: House) -> None:
    client, counts = house.client(people.OPENER), []
    for days in (1, 120):
        _on_many_days(house, days, 1)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("reads"))
        counts.append(len(queries))
    assert answer.context["part"].paginator.num_pages == 3
    assert client.get(reverse("reads"), {"page": "3"}).status_code == 200
    # A list of several pages draws links to them, and asks nothing more for that.
    # One of them asks whether lists of people wait to be spread.
    assert counts[0] == counts[1] <= 20


def test_a_hundred_looks_of_one_official_in_one_case_on_one_day_are_one_line_that_opens(house: House) -> None:
    morning = start_of(local_date(datetime.now(UTC))) - timedelta(hours=14)
    chair, case = _actor(house, people.CHAIR), Case.objects.all()[0]
    for number in range(100):
        read = Read(house.person(people.OPENER).pk, case.pk, ("answer",), "chair", chair.offices[0].mandate)
        page = "case" if number % 2 else "print"
        looked(actor=chair, reads=[read], at=morning + timedelta(minutes=number), page=page)
    answer = house.client(people.OPENER).get(reverse("reads"))
    (row,) = answer.context["rows"]
    assert (row.line.looks, answer.context["total"]) == (100, 100)
    assert [(each.kind.page, each.kind.looks) for each in row.kinds] == [("case", 50), ("print", 50)]
    shown = main_of(answer)
    assert "<details" in shown
    assert "100 skatījumi" in shown
    assert "10:00–11:39" in shown


def test_midnight_in_latvia_parts_two_lines(house: House) -> None:
    midnight = start_of(local_date(datetime.now(UTC)))
    chair, case = _actor(house, people.CHAIR), Case.objects.all()[0]
    for moment in (midnight - timedelta(microseconds=1), midnight):
        read = Read(house.person(people.OPENER).pk, case.pk, ("answer",), "chair", chair.offices[0].mandate)
        looked(actor=chair, reads=[read], at=moment, page="case")
    rows = house.client(people.OPENER).get(reverse("reads")).context["rows"]
    assert [row.line.day for row in rows] == [local_date(midnight), local_date(midnight) - timedelta(days=1)]


def test_looks_are_narrowed_by_year_office_and_case(house: House) -> None:
    _on_many_days(house, 3, 1)
    deputy, opener = _actor(house, people.DEPUTY), house.person(people.OPENER).pk
    case = house.submit(people.OPENER, "advice", ACCOUNT)
    old = datetime(2020, 5, 5, 9, tzinfo=UTC)
    held = next(each for each in deputy.offices if each.slug == "ethics-deputy-chair")
    looked(actor=deputy, reads=[Read(opener, case.pk, ("answer",), "deputy", held.mandate)], at=old, page="case")
    client = house.client(people.OPENER)

    def rows(**asked: str) -> int:
        return len(client.get(reverse("reads"), asked).context["rows"])

    assert rows() == 4
    assert rows(period="2020") == 1
    assert rows(office=str(Mandate.objects.get(pk=held.mandate).office_id)) == 1
    assert rows(case=case.number) == 1
    assert rows(case=case.number.lower(), period="2020") == 1
    assert rows(case="nav-tāda") == 0
    assert rows(period="nekas") == 4
    secret = house.breach(ACCOUNT, about=people.OPENER, who=people.COLLEAGUE)
    assert rows(case=secret.number) == 0


def test_own_looks_are_data_too_one_row_each_with_the_words_of_the_page(house: House) -> None:
    _on_many_days(house, 2, 3)
    chair = _actor(house, people.CHAIR)
    find_people(actor=chair, mandate=chair.offices[0].mandate, words=people.OPENER, purpose="=1+1 atgriezta vēstule",
                at=datetime.now(UTC))  # fmt: skip
    client = house.client(people.OPENER)
    looks = client.get(reverse("reads-json")).json()["looks"]
    rows = list(csv.DictReader(client.get(reverse("reads-csv")).content.decode().splitlines()))
    assert len(looks) == len(rows) == 7
    assert looks[0]["without_case"] is True
    assert "=1+1 atgriezta vēstule" in looks[0]["reason"]
    assert {each["office"] for each in looks} == {chair.offices[0].title_lv}
    assert [each["at"] for each in looks] == sorted((each["at"] for each in looks), reverse=True)
    assert chair.name not in str(looks)
    assert len(client.get(reverse("reads-json"), {"period": "2019"}).json()["looks"]) == 7, "no look, so no such year"


def test_no_cell_is_taken_for_a_formula() -> None:
    assert [safe(each) for each in ("=1", "+1", "-1", "@A", "a=1", 5)] == ["'=1", "'+1", "'-1", "'@A", "a=1", 5]


def test_every_page_that_records_has_words(house: House) -> None:
    written = set()
    for source in (Path(looking.__file__).parents[1]).rglob("*.py"):
        if "tests" not in source.parts:
            written |= set(re.findall(r'looking\.at_\w+\([^)]*page="([\w-]+)"', source.read_text(encoding="utf-8")))
    assert {"case", "letter", "desk"} | written <= set(DOINGS)
    assert len(written) >= 5


def test_an_official_reads_the_own_looks_as_the_person_will(house: House) -> None:
    case = house.submit(people.OPENER, "advice", ACCOUNT)
    assert house.client(people.CHAIR).get(reverse("case", kwargs={"pk": case.pk})).status_code == 200
    chair = _actor(house, people.CHAIR)
    find_people(actor=chair, mandate=chair.offices[0].mandate, words=people.OPENER, purpose="atgriezta vēstule",
                at=datetime.now(UTC))  # fmt: skip
    own = house.client(people.CHAIR).get(reverse("own-reads"))
    theirs = house.client(people.OPENER).get(reverse("reads"))
    said = [(row.office, row.number, row.whys, row.data) for row in theirs.context["rows"]]
    assert len(said) == 2
    assert said == [(row.office, row.number, row.whys, row.data) for row in own.context["rows"]]
    assert own.context["without"] == 1
    assert "govuk-tag--yellow" in main_of(own)
    assert "1 no tiem" in main_of(own)


def test_what_to_do_when_something_looks_wrong_names_the_officer(house: House) -> None:
    shown = main_of(house.client(people.OPENER).get(reverse("reads")))
    assert "mailto:das@parauga-dienests.example" in shown
    assert address("provision", act="vpd-client-data-policy", address="complaints.2") in shown
    Parameter.objects.filter(slug=contacts.DATA_PROTECTION).delete()
    assert "avotos nav noteikts" in main_of(house.client(people.OPENER).get(reverse("reads")))


def test_what_cannot_be_recorded_is_not_shown(house: House) -> None:
    case = house.breach(ACCOUNT)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {ReadEvent._meta.db_table} RENAME TO elsewhere")
    with pytest.raises(NotRecorded) as refused:
        _opened_by(house, people.CHAIR, case)
    assert len(str(refused.value)) > 40


def test_a_list_whose_looks_cannot_be_recorded_is_not_shown(house: House) -> None:
    chair = house.client(people.CHAIR)
    before = ReadList.objects.count()
    assert chair.get(f"{reverse('desk-all')}?who=1").status_code == 200
    assert ReadList.objects.count() > before
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {ReadList._meta.db_table} RENAME TO elsewhere")
    refused = chair.get(f"{reverse('desk-all')}?who=1")
    assert refused.status_code == 503
    assert "govuk-table__row" not in refused.content.decode()
