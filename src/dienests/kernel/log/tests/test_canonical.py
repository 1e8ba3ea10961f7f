"""One value, one text: equal values are written alike, others differently, and the database keeps what was written."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dienests.kernel.log.append_only import TABLE
from dienests.kernel.log.canonical import canonical, commitment, leaf, new_salt, plain
from dienests.kernel.log.streams import Stream, append, history
from dienests.kernel.log.tests.given import run, tamper
from dienests.kernel.log.verify import verify

MIGRATION = import_module("dienests.kernel.log.migrations.0005_payload_as_hashed")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
SCALARS = st.none() | st.booleans() | st.integers() | TEXT
PLAIN = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4))


@given(PLAIN)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(PLAIN, PLAIN)
def test_two_values_are_written_alike_only_if_they_are_the_same(one: Any, other: Any) -> None:
    assert (canonical(one) == canonical(other)) == (same(one) == same(other))


def same(value: Any) -> Any:
    """Tell True from 1, which Python does not."""
    if isinstance(value, dict):
        return {"map": {key: same(item) for key, item in value.items()}}
    return [same(item) for item in value] if isinstance(value, list) else (type(value).__name__, value)


@given(st.dictionaries(TEXT, SCALARS))
def test_the_order_of_keys_does_not_matter(value: dict[str, Any]) -> None:
    assert canonical(value) == canonical(dict(reversed(list(value.items()))))


@given(st.integers(0, 10**17), st.integers(-14 * 60, 14 * 60))
def test_a_moment_is_the_same_in_every_zone(microseconds: int, minutes: int) -> None:
    at = datetime(1900, 1, 2, tzinfo=UTC) + timedelta(microseconds=microseconds)
    assert canonical(at.astimezone(timezone(timedelta(minutes=minutes)))) == canonical(at)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.integers(0, 6))
def test_equal_numbers_are_written_alike_however_many_places_they_have(number: Decimal, places: int) -> None:
    padded = number.quantize(Decimal(1).scaleb(-4 - places)) if abs(number) < 10**15 else number
    assert canonical(padded) == canonical(number)
    assert Decimal(json.loads(canonical(number))) == number


def test_known_bytes() -> None:
    """These stand for ever: a verifier written elsewhere must find the same."""
    value = {"ž": [1, True, None], "a": {"day": date(2026, 3, 29), "id": UUID(int=1)}, "n": Decimal("-0.50")}
    written = '{"a":{"day":"2026-03-29","id":"00000000-0000-0000-0000-000000000001"},"n":"-0.5","ž":[1,true,null]}'
    assert canonical(value) == written.encode()
    half_past_three = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=3)))
    assert canonical(half_past_three) == b'"2026-03-29T00:30:00.000000Z"'
    assert leaf("a", "b").hex() == "f725bb76df1c685df2dd292b4802fadd5226327560d211b615edc9536f811656"


@pytest.mark.parametrize(
    "value",
    [
        1.5, float("nan"), datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None), {1: "a"}, "a\x00b", {"\x00": 1},
        "\ud800", Decimal("NaN"), object(), len,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_has_no_certain_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_a_salt_hides_a_short_value() -> None:
    assert commitment(new_salt(), "yes") != commitment(new_salt(), "yes")
    salt = new_salt()
    assert len(salt) == 16
    assert commitment(salt, {"a": 1}) == commitment(salt, {"a": 1})
    assert commitment(salt, plain({"at": datetime(2026, 1, 1, tzinfo=UTC)})) == commitment(
        salt, {"at": datetime(2026, 1, 1, tzinfo=UTC)}
    )


class ThroughTheDatabase(TestCase):
    """A payload that the database has kept still has its hash."""

    @given(st.dictionaries(TEXT, PLAIN, max_size=4))
    def test_a_payload_keeps_its_commitment(self, payload: dict[str, Any]) -> None:
        stream = Stream("matter", uuid4())
        append(stream=stream, act="note", at=datetime(2026, 1, 1, tzinfo=UTC), payload=payload)
        assert [each for each in verify().breaks if each.stream == stream.id] == []
        assert history(stream)[0].payload == plain(payload)


@pytest.mark.django_db
def test_the_database_holds_the_bytes_that_were_hashed_and_older_words_still_hold() -> None:
    stream = Stream("matter", uuid4())
    payload = {"ž": 'a "word": b', "a": [1, {"b": None}], "\n": "\x1f\x7f/"}
    event = append(stream=stream, act="note", at=datetime(2026, 1, 1, tzinfo=UTC), payload=payload)
    assert kept() == canonical(payload).decode()
    tamper(f"UPDATE {TABLE} SET payload = %s", json.dumps(payload, indent=1))
    event.refresh_from_db()
    assert event.payload == payload
    assert verify().breaks == []
    tamper(f"UPDATE {TABLE} SET payload = %s", json.dumps(payload | {"a": [1, {"b": 0}]}))
    assert [str(each).rpartition(": ")[2] for each in verify().breaks] == ["its content was changed"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite kept text from the first version on.")
def test_a_column_of_an_older_version_is_changed_and_its_rows_and_triggers_stand() -> None:
    change = MIGRATION._change
    before = triggers()
    stream, payload = Stream("matter", uuid4()), {"longer": 1, "b": [True, "ž"], "a": {"n": None}}
    append(stream=stream, act="note", at=datetime(2026, 1, 1, tzinfo=UTC), payload=payload)
    with connection.schema_editor() as schema:
        change(schema, "jsonb")
        assert kept() == '{"a": {"n": null}, "b": [true, "ž"], "longer": 1}'
        change(schema, "text")
    append(stream=stream, act="note", at=datetime(2026, 1, 1, tzinfo=UTC), payload=payload)
    assert [event.payload for event in history(stream)] == [payload, payload]
    assert verify().breaks == []
    assert triggers() == before != []
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE {TABLE} SET payload = '1'")


def kept() -> Any:
    """Return the column of the only payload as text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CAST(payload AS text) FROM {TABLE}")
        return cursor.fetchone()[0]


def triggers() -> list[Any]:
    """Return what guards the table."""
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.TRIGGERS)
        return list(cursor.fetchall())
