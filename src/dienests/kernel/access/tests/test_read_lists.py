"""Lists of people: one row until somebody reads; then each person has a read event, none is lost and none is double."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dienests.kernel.access import spreading
from dienests.kernel.access.actor import Actor
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.read_list import ReadList
from dienests.kernel.access.reads import Read, listed, looked
from dienests.kernel.access.refusals import NotRecorded
from dienests.kernel.access.spreading import spread
from dienests.kernel.access.tests.tables import CHANGES, locked, missing
from dienests.kernel.access.who_looked import reads_by, reads_of
from dienests.kernel.parties.tests.given import AT
from dienests.kernel.tables.tests.side_by_side import side_by_side

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


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_no_list_is_changed_or_removed_before_it_is_spread(change: str) -> None:
    _listed({uuid4(): _pairs(2)})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CHANGES[change](ReadList)
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


@pytest.mark.django_db(transaction=True)
def test_a_record_that_could_be_taken_back_is_refused(emptied: None) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        _listed({None: _pairs(1)})


@pytest.mark.django_db(transaction=True)
def test_a_missing_table_shows_nothing(emptied: None) -> None:
    with missing(ReadList), pytest.raises(NotRecorded):
        _listed({None: _pairs(1)})


@pytest.mark.django_db(transaction=True)
def test_two_that_spread_at_once_write_nothing_twice(emptied: None) -> None:
    for _number in range(20):
        _listed({None: _pairs(10)})
    written = side_by_side(*[lambda: spread(ReadEvent)] * 2)
    assert sum(written) == 200
    assert ReadEvent.objects.count() == 200


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_recorded(emptied: None) -> None:
    parts = side_by_side(*[lambda: [_listed({None: _pairs(2)}) for _number in range(5)]] * 8)
    told = [count for part in parts for count in part]
    assert told == [2] * 40
    assert ReadEvent.objects.count() == 80


@pytest.mark.django_db(transaction=True)
def test_a_locked_table_shows_no_list(emptied: None) -> None:
    with locked(ReadList), pytest.raises(NotRecorded, match="nothing is shown"):
        _listed({None: _pairs(1)})
    assert _listed({None: _pairs(1)}) == 1
