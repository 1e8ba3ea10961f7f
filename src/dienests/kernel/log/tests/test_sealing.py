"""Sealing: every event gets one place, in order; what was published is never forked; killed anywhere, it goes on."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from dienests.kernel.keys import store
from dienests.kernel.log import lease, sealing, taking
from dienests.kernel.log.events import Event
from dienests.kernel.log.origin import KEY, names_house, verifier_key
from dienests.kernel.log.refusals import SealingRefused
from dienests.kernel.log.sealed import Sealed, Tree, Unsealed
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.streams import Stream, append
from dienests.kernel.log.tests.given import AT, a_stream, key, run, tamper
from dienests.kernel.tree import folder
from dienests.kernel.tree.tests import naive
from dienests.kernel.tree.tiles import Tiles, lying

pytestmark = pytest.mark.django_db(transaction=True)
SEALED = Sealed._meta.db_table


def held() -> None:
    """See that the tree is whole: dense, each event once, streams in order, root and checkpoint as an oracle says."""
    rows = list(Sealed.objects.order_by("index"))
    assert [row.index for row in rows] == list(range(Event.objects.count()))
    events = {event.pk: event for event in Event.objects.all()}
    assert {row.event for row in rows} == set(events)
    assert all(bytes(row.leaf) == bytes(events[row.event].leaf) for row in rows if row.event)
    positions: dict[Any, int] = {}
    for row in rows:
        event = events[row.event]
        assert event.position == positions.get(event.stream, 0) + 1
        positions[event.stream] = event.position
    key, place = verifier_key(), Path(settings.LOG_DIR)
    assert key is not None
    last = folder.latest(place, key)
    assert last is not None
    root = naive.mth([bytes(row.leaf) for row in rows])
    assert (last.size, last.root) == (len(rows), root)
    assert Tiles(lying(place), len(rows)).root() == root
    assert not Unsealed.objects.exists()


def test_every_event_gets_its_place_and_nothing_is_sealed_twice() -> None:
    a_stream(5)
    done = seal(at=AT)
    assert (done.sealed, done.size, done.busy) == (5, 5, False)
    held()
    assert seal(at=AT).sealed == 0
    a_stream(300)
    a_stream(2)
    assert seal(at=AT).size == 307
    held()


def test_an_empty_log_has_no_checkpoint() -> None:
    assert seal(at=AT).checkpoint == ""
    assert not (settings.LOG_DIR / "checkpoint").exists()


def test_what_is_published() -> None:
    a_stream(2)
    done = seal(at=AT)
    place: Path = settings.LOG_DIR
    assert sorted(str(each.relative_to(place)) for each in place.rglob("*") if each.is_file()) == [
        "checkpoint", "checkpoints/2026-03-29", "key", "tile/0/000.p/2",
    ]  # fmt: skip
    assert (place / "checkpoint").read_text() == done.checkpoint == (place / "checkpoints/2026-03-29").read_text()
    assert (place / "key").read_text() == f"{verifier_key()}\n"


def test_each_day_keeps_its_last_checkpoint() -> None:
    a_stream(1)
    first = seal(at=AT)
    late = datetime.fromisoformat("2026-03-29T20:59:00Z")  # one minute before midnight in Riga
    a_stream(1)
    second = seal(at=late)
    seal(at=late + timedelta(minutes=2))
    dated = settings.LOG_DIR / "checkpoints"
    assert sorted(each.name for each in dated.iterdir()) == ["2026-03-29", "2026-03-30"]
    assert {each.read_text() for each in dated.iterdir()} == {second.checkpoint}
    assert first.checkpoint != second.checkpoint


def test_the_name_of_the_log_is_its_host_and_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost", ".log.example.lv"])
    seal(at=AT)
    origin = Tree.objects.get().origin
    assert origin.startswith("log.example.lv/log-")
    assert len(origin) == len("log.example.lv/log-") + 6
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["other.example.lv"])
    seal(at=AT)
    assert Tree.objects.get().origin == origin


def test_without_a_host_the_house_gives_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
    monkeypatch.setattr("dienests.kernel.log.origin._namers", [])
    names_house(lambda: None)
    names_house(lambda: "service")
    seal(at=AT)
    assert Tree.objects.get().origin.startswith("service/log-")


def test_sealed_rows_are_neither_changed_nor_removed_nor_replaced() -> None:
    a_stream(3)
    seal(at=AT)
    statements = [f"UPDATE {SEALED} SET leaf = leaf", f"DELETE FROM {SEALED}", f"UPDATE {SEALED} SET event = NULL"]
    if connection.vendor == "postgresql":
        statements.append(f"TRUNCATE {SEALED}")
    else:
        statements.append(
            f'INSERT OR REPLACE INTO {SEALED} ("index", event, leaf) SELECT "index", NULL, leaf FROM {SEALED}'
        )
    for sql in statements:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            run(sql)
    held()


def test_a_transaction_of_the_caller_is_refused() -> None:
    """What it takes back would have been published."""
    a_stream(1)
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        seal(at=AT)


def test_an_event_that_is_committed_late_is_not_passed_over() -> None:
    """Serial numbers are no order: the row of a transaction that lasted comes to light after higher ones."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: nothing is committed late")
    begun, sealed = Barrier(2), Barrier(2)

    def slow() -> None:
        with transaction.atomic():
            append(stream=Stream("matter", uuid4()), act="slow", at=AT)
            begun.wait()
            sealed.wait()
        connection.close()

    writer = Thread(target=slow)
    writer.start()
    begun.wait()
    a_stream(2)
    assert seal(at=AT).sealed == 2
    sealed.wait()
    writer.join()
    assert seal(at=AT).sealed == 1
    held()


def test_one_look_takes_many_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 7)
    monkeypatch.setattr(taking, "IN_ONE_LOOK", 256)
    a_stream(300)
    a_stream(300)
    assert seal(at=AT).sealed == 600
    held()


def test_a_row_of_the_queue_without_its_event_takes_no_place() -> None:
    a_stream(2)
    removed = a_stream(1)
    a_stream(2)
    tamper(f"DELETE FROM {Event._meta.db_table} WHERE stream = %s", key(removed))
    assert seal(at=AT).sealed == 4
    assert list(Sealed.objects.order_by("index").values_list("index", flat=True)) == [0, 1, 2, 3]
    assert Unsealed.objects.count() == 1, "the audit names it"


def test_while_others_write_transactions_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers, lengths, take = iter([0, 0, 1, 2, 2, 2, 2]), list[int](), taking.take
    monkeypatch.setattr(taking, "_written_by_others", lambda: next(numbers))
    monkeypatch.setattr(taking, "AT_ONCE", 40)
    monkeypatch.setattr(taking, "BESIDE_OTHERS", 10)
    monkeypatch.setattr(taking, "take", lambda number, waiting: lengths.append(len(waiting)) or take(number, waiting))
    a_stream(180)
    seal(at=AT)
    assert lengths == [40, 40, 10, 10, 40, 40]
    held()


def test_two_sealers_one_works() -> None:
    a_stream(3)
    seal(at=AT)
    number = lease.take(at=AT)
    assert number is not None
    a_stream(3)
    assert seal(at=AT + timedelta(minutes=4)).busy
    assert seal(at=AT + timedelta(minutes=5)).sealed == 3  # the other one was killed, or hangs
    held()


def test_a_sealer_that_was_overtaken_writes_nothing() -> None:
    a_stream(3)
    seal(at=AT)
    stale = lease.take(at=AT)
    assert stale is not None
    a_stream(2)
    seal(at=AT + timedelta(hours=1))
    a_stream(2)
    waiting = list(Unsealed.objects.values_list("id", flat=True))
    with pytest.raises(SealingRefused, match="taken over"):
        taking.take(stale, waiting)
    before = (settings.LOG_DIR / "checkpoint").read_text()
    seal(at=AT + timedelta(hours=2))
    with pytest.raises(SealingRefused, match="taken over"):
        sealing._publish(settings.LOG_DIR, sealing.signing_key(Tree.objects.get()), stale, AT, rebuild=False)
    assert (settings.LOG_DIR / "checkpoint").read_text() != before
    lease.give_back(stale)
    held()


def test_a_clock_that_was_put_back_does_not_stop_sealing() -> None:
    a_stream(1)
    assert lease.take(at=AT + timedelta(days=400)) is None  # nothing to lease before the first seal
    seal(at=AT + timedelta(days=400))
    assert lease.take(at=AT + timedelta(days=400)) is not None  # and this one is killed
    a_stream(1)
    assert seal(at=AT).sealed == 1
    held()


def test_an_older_database_is_noticed_and_nothing_is_sealed() -> None:
    a_stream(3)
    seal(at=AT)
    tamper(f'DELETE FROM {SEALED} WHERE "index" >= 2')
    a_stream(2)
    with pytest.raises(SealingRefused, match=r"ends after 2 entries, but 3 were published.*restore"):
        seal(at=AT)
    assert Sealed.objects.count() == 2


def test_another_past_is_noticed_and_nothing_is_published() -> None:
    a_stream(300)
    seal(at=AT)
    before = (settings.LOG_DIR / "checkpoint").read_text()
    tamper(f"""UPDATE {SEALED} SET leaf = (SELECT leaf FROM {SEALED} s WHERE s."index" = 1) WHERE "index" = 299""")
    a_stream(1)
    with pytest.raises(SealingRefused, match="not those that were published"):
        seal(at=AT)
    assert (settings.LOG_DIR / "checkpoint").read_text() == before


def test_a_gap_is_noticed() -> None:
    a_stream(3)
    seal(at=AT)
    tamper(f'DELETE FROM {SEALED} WHERE "index" = 1')
    with pytest.raises(SealingRefused, match="not whole"):
        seal(at=AT)


def test_tiles_that_were_lost_or_changed_are_made_anew() -> None:
    a_stream(600)
    seal(at=AT)
    (settings.LOG_DIR / "tile/0/000").unlink()
    (settings.LOG_DIR / "tile/1/000.p/2").write_bytes(b"x" * 64)
    a_stream(1)
    seal(at=AT)
    held()


def test_a_folder_without_its_checkpoint_is_refused_and_rebuilt_only_when_told() -> None:
    a_stream(300)
    seal(at=AT)
    shutil.rmtree(settings.LOG_DIR)
    with pytest.raises(SealingRefused, match=r"LOG_DIR.*--rebuild"):
        seal(at=AT)
    seal(at=AT, rebuild=True)
    held()


def test_a_folder_of_another_installation_is_refused() -> None:
    a_stream(1)
    seal(at=AT)
    note = (settings.LOG_DIR / "checkpoint").read_text()
    (settings.LOG_DIR / "checkpoint").write_text(note.replace("log-", "log-x"))
    with pytest.raises(SealingRefused, match="another installation, or the file was changed"):
        seal(at=AT)


def test_another_key_in_the_store_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    a_stream(1)
    seal(at=AT)
    monkeypatch.setattr(settings, "KEY_URL", f"file://{tmp_path}")
    for _attempt in ("none", "another"):
        with pytest.raises(SealingRefused, match="log-seal"):
            seal(at=AT)
        store.key(KEY)


class Killed(BaseException):
    """What a killed process does: nothing after it."""


@contextmanager
def _killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Stop at the n-th thing that reaches database or disk; no lease is given back."""
    reached = [0]

    def reach() -> None:
        reached[0] += 1
        if reached[0] == step:
            raise Killed

    def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        reach()
        return execute(sql, params, many, context)

    with monkeypatch.context() as patch, connection.execute_wrapper(statement):
        for owner, name in ((os, "fsync"), (Path, "replace"), (shutil, "rmtree"), (Path, "mkdir")):
            plain = getattr(owner, name)

            def counted(*args: Any, plain: Any = plain, **more: Any) -> Any:
                reach()
                return plain(*args, **more)

            patch.setattr(owner, name, counted)
        patch.setattr(lease, "give_back", lambda _number: None)
        yield reached


def test_killed_at_any_step_it_goes_on_without_gap_or_double(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 100)
    a_stream(250)
    at, steps = AT, 0
    for step in range(1, 500):
        a_stream(3)
        try:
            with _killed_at(step, monkeypatch) as reached:
                seal(at=at)
        except Killed:
            at += timedelta(minutes=6)
            seal(at=at)
            held()
            at += timedelta(minutes=6)
            continue
        steps = reached[0]
        break
    assert steps > 20, "the injected faults reached nothing"
    held()
