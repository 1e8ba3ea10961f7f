"""What a sealed field holds stands in the record's own row and nowhere else in the database, in no form."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.models import Line, Matter, Visit
from dienests.kernel.cases.tests.house.people import House
from dienests.kernel.cases.tests.house.playing import act, long_visit, visit
from dienests.kernel.log.canonical import commitment
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.fields import Datum

CANARY = "kanarijputniņš-4711"


def rows() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every row of every table as text by column, binary columns as hexadecimal digits and as characters."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if not name.startswith("django_")]
        assert len(tables) > 20
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield table, {name: _text(value) for name, value in zip(names, row, strict=True)}


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex() + bytes(value).decode(errors="replace")
    return str(value)


def places(*canaries: str) -> set[tuple[str, str]]:
    """Return (table, column) wherever one of the texts stands."""
    return {
        (table, name)
        for table, row in rows()
        for name, text in row.items()
        if any(canary.lower() in text.lower() for canary in canaries)
    }


def play(house: House) -> Case:
    """Play a long way through the house; everything sealed that is written holds the canary."""
    case = visit(house, secret=f"{CANARY} in the cellar", accused=house.people["sonja"].pk, note="x", hours="1")
    case = act(house, case, "inspect", "peter", 1)
    case = act(house, case, "enter", "peter", 2, hours="2", remark=CANARY)
    case = act(house, case, "settle", "walter", 3)
    case = act(house, case, "refer", "karl", 4)
    return act(house, Case.objects.get(parent=case), "decide", "walter", 5, finding="found")


@pytest.mark.django_db(transaction=True)
def test_a_sealed_text_stands_only_in_its_own_row(house: House) -> None:
    play(house)
    escaped = CANARY.encode("unicode_escape").decode()
    assert places(CANARY, escaped, CANARY.encode().hex()) == {
        ("tests_house_visit", "secret"), ("tests_house_matter", "secret"), ("tests_house_line", "remark"),
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_sealed_person_is_named_only_in_its_own_row(house: House) -> None:
    person = house.people["sonja"].pk
    before = places(str(person), person.hex)
    play(house)
    assert places(str(person), person.hex) - before == {("tests_house_visit", "accused_id")}


@pytest.mark.django_db
def test_who_opened_stands_in_no_event(house: House) -> None:
    anna = house.people["anna"].pk
    before = Event.objects.count()
    case = visit(house)
    act(house, case, "withdraw", "anna")
    for event in Event.objects.filter(stream=case.pk):
        told = [str(getattr(event, field.attname)) for field in Event._meta.concrete_fields]
        assert not [text for text in told if str(anna) in text or anna.hex in text or "Anna" in text]
    assert Event.objects.count() == before + 2


@pytest.mark.django_db
def test_a_party_stands_in_no_event(house: House) -> None:
    berta = house.people["berta"].pk
    case = act(house, long_visit(house, host="berta"), "admit", "walter")
    act(house, case, "agree", "berta", 2)
    for event in Event.objects.filter(stream=case.pk):
        assert str(berta) not in str(vars(event))
        assert berta.hex not in str(vars(event))


@pytest.mark.django_db(transaction=True)
def test_a_value_and_the_salt_beside_it_give_the_hash_in_the_log(house: House) -> None:
    play(house)
    act(house, long_visit(house, host="berta"), "note_it", "walter", note="for the host")
    proven = 0
    for model in (Visit, Matter, Line):
        for record in model.objects.all():
            events = Event.objects.filter(stream=record.case_id).order_by("position")
            if model is Line:
                events = events.filter(position=record.position)
            for name, salt in record.salts.items():
                value = getattr(record, record._meta.get_field(name).attname)
                last = [event.payload[name] for event in events if name in event.payload][-1]
                assert last == {"sha256": commitment(bytes.fromhex(salt), value).hex()}, name
                proven += 1
    assert proven >= 9


@pytest.mark.django_db
def test_every_field_with_a_category_is_hashed_and_every_other_is_not(house: House) -> None:
    case = visit(house, secret="a spoon", note="a note", hours="1.50")
    payload = Event.objects.get(stream=case.pk).payload
    assert set(payload) == {"kind", "reason", "secret", "note", "hours"}
    assert (payload["kind"], payload["reason"], payload["hours"]) == ("short", "a rest", "1.5")
    for name in ("secret", "note"):
        assert set(payload[name]) == {"sha256"}


def test_the_house_has_fields_of_every_kind() -> None:
    data = [
        field.datum for field in apps.get_model("tests_house", "visit")._meta.get_fields() if hasattr(field, "datum")
    ]
    categories = [datum.category for datum in data if isinstance(datum, Datum)]
    assert {category.sealed for category in categories if category} == {True, False}
    assert None in categories
