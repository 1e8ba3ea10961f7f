"""Who looked at my data: what a case page shows is recorded under its office, and told to whom it concerns."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.access.people_search import find_people
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.reads import Read, looked
from dienests.kernel.access.refusals import NotRecorded
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import visible
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.parties.institution import Institution
from dienests.site.pages import looking
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, main_of

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


def test_a_long_list_has_pages_and_asks_no_more_for_each(house: House) -> None:
    client, person = house.client(people.OPENER), house.person(people.OPENER).pk
    chair, now = _actor(house, people.CHAIR), datetime.now(UTC)
    cases = [each.pk for each in Case.objects.all()[:3]]
    counts = []
    for size in (1, 120):
        reads = [
            Read(person, cases[number % 3], ("answer",), f"chair{number}", chair.offices[0].mandate)
            for number in range(size)
        ]
        looked(actor=chair, reads=reads, at=now + timedelta(minutes=size), page="case")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("reads"))
        counts.append(len(queries))
    assert answer.context["part"].paginator.num_pages == 3
    assert client.get(reverse("reads"), {"page": "3"}).status_code == 200
    # A list of several pages draws links to them, and asks nothing more for that.
    assert counts[0] == counts[1] <= 12


def test_what_cannot_be_recorded_is_not_shown(house: House) -> None:
    case = house.breach(ACCOUNT)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {ReadEvent._meta.db_table} RENAME TO elsewhere")
    with pytest.raises(NotRecorded) as refused:
        _opened_by(house, people.CHAIR, case)
    assert len(str(refused.value)) > 40
