"""No event is changed or removed, on either database and with the same exception; payload and salt alone may go."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from dienests.kernel.log.append_only import ERASABLE, KEPT, TABLE
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import history
from dienests.kernel.log.tests.given import a_stream, column, key, run

pytestmark = pytest.mark.django_db

OTHER: dict[str, Any] = {
    "id": uuid4(), "stream_kind": "other", "stream": uuid4(), "position": 77, "version": "other:1", "digest": "0" * 64,
    "at": datetime(2001, 1, 1, tzinfo=UTC), "mandate": uuid4(), "participant": uuid4(), "act": "other",
    "basis": "other:1", "from_state": "other", "to_state": "other", "payload": {"other": 1}, "salt": b"other",
    "commitment": b"other", "previous": b"other", "leaf": b"other",
}  # fmt: skip


def test_every_column_is_either_kept_or_erasable() -> None:
    assert sorted([*KEPT, *ERASABLE]) == sorted(str(field.column) for field in Event._meta.concrete_fields)


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_column_is_not_changed(name: str) -> None:
    stream = a_stream()
    value = Event._meta.get_field(name).get_db_prep_save(OTHER[name], connection)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run(f"UPDATE {TABLE} SET {column(name)} = %s WHERE stream = %s AND position = 2", value, key(stream))
    assert getattr(history(stream)[1], name) != OTHER[name]


def test_who_acted_is_not_taken_out() -> None:
    stream = a_stream()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run(f"UPDATE {TABLE} SET mandate = NULL WHERE stream = %s", key(stream))


@pytest.mark.parametrize("name", ERASABLE)
def test_what_is_erasable_is_not_changed_either(name: str) -> None:
    stream = a_stream()
    value = Event._meta.get_field(name).get_db_prep_save(OTHER[name], connection)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run(f"UPDATE {TABLE} SET {column(name)} = %s WHERE stream = %s", value, key(stream))


def test_payload_and_salt_may_be_erased_and_never_come_back() -> None:
    stream = a_stream()
    before = history(stream)[0]
    assert run(f"UPDATE {TABLE} SET payload = NULL, salt = NULL WHERE stream = %s AND position = 1", key(stream)) == 1
    erased = history(stream)[0]
    assert (erased.payload, erased.salt) == (None, None)
    assert bytes(erased.leaf) == bytes(before.leaf)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=erased.pk).update(payload=before.payload, salt=before.salt)


def test_no_event_is_deleted() -> None:
    stream = a_stream()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run(f"DELETE FROM {TABLE} WHERE stream = %s", key(stream))
    assert len(history(stream)) == 3


def test_no_event_is_replaced() -> None:
    """SQLite knows a way to write over a row that asks no trigger for deletions; PostgreSQL knows TRUNCATE."""
    stream = a_stream()
    if connection.vendor == "postgresql":
        sql = f"TRUNCATE {TABLE} CASCADE"  # without it the tables that point here stand in the way already
    else:
        names = ", ".join(column(str(field.column)) for field in Event._meta.concrete_fields)
        changed = names.replace(column("act"), "'forged'")
        sql = f"INSERT OR REPLACE INTO {TABLE} ({names}) SELECT {changed} FROM {TABLE}"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run(sql)
    assert [event.act for event in history(stream)] == ["note"] * 3
