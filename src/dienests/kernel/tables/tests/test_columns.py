"""Fixed statements write and read as the ORM does."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models.signals import post_init, pre_init

from dienests.kernel.tables.columns import columns

Event: Any = apps.get_model("kernel_log", "Event")  # a table with moments, keys, bytes and JSON
AT = datetime(2026, 11, 30, 9, 0, 0, 123456, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_no_table_needs_the_constructor_that_is_left_out(model: type[models.Model]) -> None:
    assert model.__init__ is models.Model.__init__
    assert model.from_db.__func__ is models.Model.from_db.__func__
    assert not pre_init.has_listeners(model)
    assert not post_init.has_listeners(model)


def some_events() -> list[Any]:
    stream, empty = uuid4(), b"\0" * 32
    for number in range(1, 4):
        Event.objects.create(
            stream_kind="account", stream=stream, position=number, act="looked", at=AT, payload={"n": number},
            commitment=empty, previous=empty, leaf=empty,
        )  # fmt: skip
    return list(Event.objects.filter(stream=stream).order_by("position"))


def test_rows_are_read_as_the_orm_reads_them() -> None:
    found, table = some_events(), columns(Event)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {table.listed('e')} FROM {table.table} e WHERE e.stream = %s ORDER BY e.position",
            [table.value("stream", found[0].stream)],
        )
        read = [table.read(row) for row in cursor.fetchall()]
    assert [{**vars(each), "_state": None} for each in read] == [{**vars(each), "_state": None} for each in found]
    assert read == found
    assert {(each._state.db, each._state.adding) for each in read} == {("default", False)}


def test_a_column_that_was_left_out_is_fetched_when_it_is_asked_for(django_assert_num_queries: Any) -> None:
    [first, *_others], table = some_events(), columns(Event, ("id", "act", "at"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {table.listed('e')} FROM {table.table} e WHERE e.id = %s", [table.value("id", first.pk)]
        )
        read = table.read(cursor.fetchone())
    assert (read.pk, read.act, read.at) == (first.pk, first.act, first.at)
    with django_assert_num_queries(1):
        assert read.position == first.position


def test_some_rows_are_found_by_a_key_and_a_further_condition() -> None:
    first, second, third = some_events()
    table = columns(Event)
    with connection.cursor() as cursor:
        assert table.some(cursor, ("act", "id"), [second.pk]) == [["looked", second.pk]]
        found = table.some(cursor, ("id",), [first.stream], by="stream", also="t.position > 1")
    assert {key for (key,) in found} == {second.pk, third.pk}
