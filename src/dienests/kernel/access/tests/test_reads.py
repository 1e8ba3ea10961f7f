"""Read events: one statement per page, append-only, failing closed, own data left out, searches with a purpose."""

import time
from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.people_search import find_people, searches
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.reads import Read, Through, looked
from dienests.kernel.access.refusals import AccessError, NotRecorded
from dienests.kernel.access.tests.tables import CHANGES, locked, missing
from dienests.kernel.access.who_looked import reads_by, reads_of, told
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.parties.tests.given import AT, LONG_AGO, a_mandate, a_person, an_institution, an_office

READER = Actor(person=uuid4(), name="Ilze Kalniņa")


def _reads(count: int, **more: Any) -> list[Read]:
    shape = {"categories": ("report-content",), "purpose": "chair", "mandate": uuid4(), **more}
    return [Read(person=uuid4(), case=uuid4(), **shape) for _ in range(count)]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 50, 1000])
def test_a_page_is_recorded_by_one_statement_however_many_persons(count: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert looked(actor=READER, reads=_reads(count), at=AT, page="desk") == count
    assert sum("INSERT" in each["sql"] for each in queries) == 1
    assert ReadEvent.objects.count() == count


@pytest.mark.django_db
def test_an_event_says_who_whose_why_what_when_and_where() -> None:
    person, case, mandate = uuid4(), uuid4(), uuid4()
    twice = [Read(person, case, kinds, "chair", mandate) for kinds in (("reporter", "answer"), ["answer", "outcome"])]
    assert looked(actor=READER, reads=twice, at=AT, page="case") == 1
    event = ReadEvent.objects.get()
    assert (event.reader, event.person, event.case, event.mandate) == (READER.person, person, case, mandate)
    assert (event.at, event.purpose, event.page, event.search) == (AT, "chair", "case", None)
    assert event.categories == "answer outcome reporter"


@pytest.mark.django_db
@pytest.mark.parametrize("mandate", [uuid4(), None])
@pytest.mark.parametrize("program", [Through(uuid4(), "Līga", "an inspection"), None])
def test_a_list_is_written_as_every_row_by_itself_would_be(mandate: UUID | None, program: Through | None) -> None:
    names = (
        "person",
        "case",
        "at",
        "reader",
        "mandate",
        "search",
        "purpose",
        "categories",
        "page",
        "token",
        "end_user",
    )
    reads = _reads(5, mandate=mandate)
    # The row of another purpose makes a page of different rows, which are written one by one.
    for more in ([], _reads(1, purpose="deputy")):
        looked(actor=READER, reads=[*reads, *more], at=AT, page="desk", through=program)
    together, apart = (
        [*ReadEvent.objects.order_by("id").values_list(*names)][part] for part in (slice(5), slice(5, 10))
    )
    assert together == apart
    assert [(person, case) for person, case, *_rest in together] == [(read.person, read.case) for read in reads]
    assert together[0][2:5] == (AT, READER.person, mandate)


@pytest.mark.django_db
def test_own_data_is_no_read() -> None:
    own = Read(person=READER.person, case=uuid4(), categories=("answer",), purpose="employee")
    with CaptureQueriesContext(connection) as queries:
        assert looked(actor=READER, reads=[own], at=AT, page="case") == 0
    assert len(queries) == 0
    assert not ReadEvent.objects.exists()


@pytest.mark.django_db
def test_a_read_without_a_purpose_is_not_recorded_and_so_not_shown() -> None:
    with pytest.raises(NotRecorded):
        looked(actor=READER, reads=_reads(1, purpose=""), at=AT, page="case")


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_no_event_is_changed_removed_or_replaced(change: str) -> None:
    looked(actor=READER, reads=_reads(1), at=AT, page="case")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CHANGES[change](ReadEvent)
    assert ReadEvent.objects.get().purpose == "chair"


@pytest.mark.django_db(transaction=True)
def test_a_record_that_could_be_taken_back_is_refused(emptied: None) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        looked(actor=READER, reads=_reads(1), at=AT, page="case")


@pytest.mark.django_db(transaction=True)
def test_nothing_waits_for_the_page_to_be_drawn(emptied: None) -> None:
    looked(actor=READER, reads=_reads(50), at=AT, page="desk")
    assert not connection.in_atomic_block
    written: list[int] = []

    def write() -> None:
        try:
            written.append(looked(actor=READER, reads=_reads(1), at=AT, page="case"))
        finally:
            connection.close()

    other = Thread(target=write)
    other.start()
    other.join(timeout=5)
    assert written == [1]


@pytest.mark.django_db(transaction=True)
def test_a_locked_table_shows_nothing_and_says_why(emptied: None) -> None:
    began = time.monotonic()
    with locked(ReadEvent), pytest.raises(NotRecorded, match="nothing is shown"):
        looked(actor=READER, reads=_reads(1), at=AT, page="case")
    assert time.monotonic() - began < 8, "a page never hangs for as long as the lock lasts"
    assert looked(actor=READER, reads=_reads(1), at=AT, page="case") == 1


@pytest.mark.django_db(transaction=True)
def test_a_missing_table_shows_nothing_either(emptied: None) -> None:
    with missing(ReadEvent), pytest.raises(NotRecorded):
        looked(actor=READER, reads=_reads(1), at=AT, page="case")


@pytest.mark.django_db
def test_a_person_sees_every_read_with_office_and_institution() -> None:
    person, institution = a_person(), an_institution()
    mandate = a_mandate(an_office(institution, "chair"), a_person("Ozols"))
    case = uuid4()
    kinds = ("answer", "outcome")
    for minutes, under in ((0, mandate.id), (5, None)):
        looked(
            actor=READER, reads=[Read(person.id, case, kinds, "chair", under)], at=AT + timedelta(minutes=minutes),
            page="case",
        )  # fmt: skip
    looked(actor=READER, reads=_reads(3), at=AT, page="case")
    events = reads_of(person.id)[:50]  # asks whether a list waits to be spread, once for any number of reads
    with CaptureQueriesContext(connection) as queries:
        private, official = told(events)
    assert len(queries) == 2
    assert (private.office, private.institution) == ("", "")
    assert (official.office, official.institution) == (mandate.office.title, institution.name)
    assert (official.case, official.categories, official.at) == (case, kinds, AT)
    assert reads_by(READER.person).count() == 5


@pytest.mark.django_db
def test_ten_thousand_reads_are_answered_within_a_second() -> None:
    person = uuid4()
    reads = [Read(person, uuid4(), ("answer",), "chair", uuid4()) for _ in range(10_000)]
    looked(actor=READER, reads=reads, at=AT, page="desk")
    began = time.monotonic()
    assert reads_of(person).count() == 10_000
    assert len(told(reads_of(person)[9_950:])) == 50
    assert time.monotonic() - began < 1


def _official() -> tuple[Actor, UUID]:
    mandate = a_mandate(an_office(an_institution(), "clerk"), a_person("Ozols"))
    office = mandate.office
    held = HeldOffice(office.institution_id, None, "clerk", mandate.id, "x", "x", False, LONG_AGO)
    return Actor(person=mandate.person_id, name="Ozols", offices=(held,)), mandate.id


@pytest.mark.django_db
def test_searching_people_needs_an_office_a_purpose_and_a_name() -> None:
    actor, mandate = _official()
    how: dict[str, Any] = {"actor": actor, "mandate": mandate, "at": AT}
    with pytest.raises(AccessError, match="what you need"):
        find_people(words="Kalniņa", purpose="  jo   ", **how)
    with pytest.raises(AccessError, match="part of the name"):
        find_people(words=" ", purpose="a letter came back", **how)
    with pytest.raises(LookupError):
        find_people(words="Kalniņa", purpose="a letter came back", **how | {"mandate": uuid4()})
    assert not ReadEvent.objects.exists()


@pytest.mark.django_db
def test_everybody_found_by_a_search_can_read_its_purpose() -> None:
    actor, mandate = _official()
    people = {a_person("Kalniņa", name).id for name in ("Ilze", "Anna")}
    found = find_people(actor=actor, mandate=mandate, words="kalnina", purpose="a letter came  back", at=AT)
    assert {each.id for each in found} == people
    find_people(actor=actor, mandate=mandate, words="anna", purpose="a letter came back", at=AT)
    find_people(actor=actor, mandate=mandate, words="nobody", purpose="a letter came back", at=AT)
    assert {event.person for event in ReadEvent.objects.all()} == people
    assert {(event.case, event.purpose, event.categories) for event in ReadEvent.objects.all()} == {
        (None, "a letter came back", "name")
    }
    day = timedelta(days=1)
    assert searches(since=AT, until=AT + day) == {actor.person: 2}
    assert searches(since=AT + day, until=AT + 2 * day) == {}
