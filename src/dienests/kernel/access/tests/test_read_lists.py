"""Lists of people: one row until somebody reads; then each person has a read event, none is lost and none is double."""

from collections.abc import Callable
from threading import Barrier, Event, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dienests.kernel.access import append_only, spreading
from dienests.kernel.access.actor import Actor
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.read_list import ReadList
from dienests.kernel.access.reads import Read, listed, looked
from dienests.kernel.access.refusals import NotRecorded
from dienests.kernel.access.spreading import spread
from dienests.kernel.access.who_looked import reads_by, reads_of
from dienests.kernel.parties.tests.given import AT

READER = Actor(person=uuid4(), name="Ilze Kalniņa")
NAMES = ("person", "case", "at", "reader", "mandate", "search", "purpose", "categories", "page", "token", "end_user")
Pairs = list[tuple[UUID, UUID]]


def _pairs(count: int) -> Pairs:
    return [(uuid4(), uuid4()) for _ in range(count)]


def _listed(shown: dict[UUID | None, Pairs], **more: Any) -> int:
    said = {"purpose": "list", "kind": "reporter", "page": "desk", **more}
    return listed(actor=READER, shown=shown.items(), at=AT, **said)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 50, 4000])
def test_a_list_is_one_statement_and_becomes_what_rows_by_themselves_would_be(count: int) -> None:
    shown: dict[UUID | None, Pairs] = {uuid4(): _pairs(count), None: _pairs(2)}
    with CaptureQueriesContext(connection) as queries:
        assert _listed(shown) == count + 2
    assert sum("INSERT" in each["sql"] for each in queries) == 1
    together = [*ReadEvent.objects.order_by("id").values_list(*NAMES)]
    reads = [Read(*pair, ["reporter"], "list", mandate) for mandate, pairs in shown.items() for pair in pairs]
    looked(actor=READER, reads=reads, at=AT, page="desk")
    assert together == [*ReadEvent.objects.order_by("id").values_list(*NAMES)][count + 2 :]
    assert not ReadList.objects.exists()


@pytest.mark.django_db
def test_a_person_is_told_at_once() -> None:
    pairs = _pairs(3)
    _listed({None: pairs})
    assert [event.case for event in reads_of(pairs[1][0])] == [pairs[1][1]]
    assert reads_by(READER.person).count() == 3


@pytest.mark.django_db
def test_own_data_is_no_read() -> None:
    own = (READER.person, uuid4())
    with CaptureQueriesContext(connection) as queries:
        assert _listed({None: [own]}) == 0
    assert len(queries) == 0
    assert _listed({None: [own, *_pairs(1)]}) == 1
    assert READER.person not in ReadEvent.objects.values_list("person", flat=True)


@pytest.mark.django_db
def test_a_list_is_spread_once_in_parts_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "TOGETHER", 2)
    for _number in range(5):
        _listed({None: _pairs(3)})
    assert spread(ReadEvent) == 15
    assert spread(ReadEvent) == 0
    assert ReadEvent.objects.count() == 15


@pytest.mark.django_db
def test_what_could_not_be_spread_waits_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    _listed({None: _pairs(3), uuid4(): _pairs(3)})
    with monkeypatch.context() as broken:
        broken.setattr(ReadList.objects, "filter", lambda **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            spread(ReadEvent)
    assert ReadEvent._base_manager.count() == 0
    assert ReadEvent.objects.count() == 6


def _replace() -> None:
    table = ReadList._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        else:
            cursor.execute(f"TRUNCATE {table}")


CHANGES: dict[str, Callable[[], Any]] = {
    "changed": lambda: ReadList.objects.update(purpose="another"),
    "removed": lambda: ReadList.objects.all().delete(),
    "replaced": _replace,
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_no_list_is_changed_or_removed_before_it_is_spread(change: str) -> None:
    _listed({uuid4(): _pairs(2)})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CHANGES[change]()
    assert ReadEvent.objects.count() == 2


@pytest.mark.django_db
def test_a_list_spread_in_part_stays() -> None:
    mandate, pairs = uuid4(), _pairs(2)
    _listed({mandate: pairs})
    looked(actor=READER, reads=[Read(*pairs[0], ["reporter"], "list", mandate)], at=AT, page="desk")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ReadList.objects.all().delete()
    looked(actor=READER, reads=[Read(*pairs[1], ["reporter"], "list", mandate)], at=AT, page="desk")
    ReadList.objects.all().delete()


@pytest.mark.django_db
def test_a_list_without_a_purpose_is_not_recorded_and_so_not_shown() -> None:
    with pytest.raises(NotRecorded, match="nothing is shown"):
        _listed({None: _pairs(1)}, purpose="")


@pytest.fixture
def emptied() -> Any:
    """Let a test with real transactions leave empty tables behind."""
    yield
    spread(ReadEvent)
    append_only.remove(connection)
    ReadEvent.objects.all().delete()
    append_only.install(connection)


@pytest.mark.django_db(transaction=True)
def test_a_record_that_could_be_taken_back_is_refused(emptied: None) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        _listed({None: _pairs(1)})


@pytest.mark.django_db(transaction=True)
def test_a_missing_table_shows_nothing(emptied: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {ReadList._meta.db_table} RENAME TO elsewhere")
    try:
        with pytest.raises(NotRecorded):
            _listed({None: _pairs(1)})
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE elsewhere RENAME TO {ReadList._meta.db_table}")


@pytest.mark.django_db(transaction=True)
def test_two_that_spread_at_once_write_nothing_twice(emptied: None) -> None:
    for _number in range(20):
        _listed({None: _pairs(10)})
    ready, written = Barrier(2), []

    def work() -> None:
        try:
            ready.wait(timeout=5)
            written.append(spread(ReadEvent))
        finally:
            connection.close()

    threads = [Thread(target=work) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=15)
    assert sum(written) == 200
    assert ReadEvent.objects.count() == 200


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_recorded(emptied: None) -> None:
    ready, told = Barrier(8), []

    def work() -> None:
        try:
            ready.wait(timeout=5)
            told.extend(_listed({None: _pairs(2)}) for _number in range(5))
        finally:
            connection.close()

    threads = [Thread(target=work) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert told == [2] * 40
    assert ReadEvent.objects.count() == 80


@pytest.mark.django_db(transaction=True)
def test_a_locked_table_shows_no_list(emptied: None) -> None:
    locked, done = Event(), Event()

    def lock() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # On SQLite the transaction itself locks every writer out.
            if connection.vendor == "postgresql":
                cursor.execute(f"LOCK TABLE {ReadList._meta.db_table} IN ACCESS EXCLUSIVE MODE")
            locked.set()
            done.wait(timeout=30)
        connection.close()

    holder = Thread(target=lock)
    holder.start()
    assert locked.wait(timeout=5)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    try:
        with pytest.raises(NotRecorded, match="nothing is shown"):
            _listed({None: _pairs(1)})
    finally:
        done.set()
        holder.join()
        connection.close()
    assert _listed({None: _pairs(1)}) == 1
