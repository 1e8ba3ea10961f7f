"""One database: grow the log, compare it with the peers, measure; prints one line of JSON for each work."""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

PLAIN = "bench_plain"


def main() -> None:
    """Do everything that was asked for on standard input."""
    given, out = json.loads(sys.stdin.read()), sys.stdout
    with redirect_stdout(sys.stderr):
        from dienests.cli import prepare  # noqa: PLC0415 - sets Django up in this process

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dienests.site.settings")
        prepare.tables()
        _compared(given["peer_entries"])
        for work in (_batches, _single, _proofs, _audits, _beside):
            for line in work(given):
                out.write(json.dumps(line) + "\n")
                out.flush()


def _took(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return seconds on the clock, seconds of CPU of this process and of those that ended meanwhile, and the answer."""
    begin, cpu = time.perf_counter(), _cpu()
    answer = work()
    return time.perf_counter() - begin, _cpu() - cpu, answer


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _compared(count: int) -> None:
    """Compare roots and proofs with pymerkle's; exit where they differ."""
    from pymerkle import InmemoryTree  # noqa: PLC0415 - a peer

    from dienests.kernel.tree.merkle import inclusion, leaf_hash  # noqa: PLC0415 - after set-up
    from dienests.kernel.tree.tiles import Tiles, made  # noqa: PLC0415 - after set-up

    peer, entries = InmemoryTree(algorithm="sha256"), [str(number).encode() for number in range(count)]
    for entry in entries:
        peer.append_entry(entry)
    flat = b"".join(map(leaf_hash, entries))
    for size in (1, 2, 255, 256, 257, count):
        tiles = Tiles(made(flat[at : min(at + 8192, size * 32)] for at in range(0, size * 32, 8192)), size)
        if tiles.root() != peer.get_root(size):
            sys.exit(f"Our root over {size} entries is not pymerkle's.")
        for index in {0, size // 2, size - 1}:
            path = peer.prove_inclusion(index + 1, size).serialize()["path"]
            ours = [each.hex() for each in inclusion(index, size, tiles.node)]
            if path != [flat[index * 32 : index * 32 + 32].hex(), *ours]:
                sys.exit(f"Our proof of entry {index} of {size} is not pymerkle's.")


def _batches(given: dict[str, Any]) -> Any:
    """Seal events that wait, and write the same columns of the same events into a table without any guard."""
    from benchmarks.log_load import growing  # noqa: PLC0415 - after set-up
    from dienests.kernel.log.sealing import seal  # noqa: PLC0415 - after set-up

    batch, ours, plain = given["batch"], [], []
    wait = max(given["entries"] - given["rounds"] * batch, 0)
    growing.grow(wait)
    backlog = _took(lambda: seal(at=datetime.now(UTC)))
    _plain_table()
    for number in range(given["rounds"]):
        begin = (wait + number * batch + 4999) // 5000 * 5000
        growing.grow(batch, begin)
        works = [(ours, lambda: seal(at=datetime.now(UTC))), (plain, lambda: _plainly(batch))]
        for kept, work in works[:: -1 if number % 2 else 1]:
            kept.append(_took(work))
    answers = {each[2].sealed for each in ours} | {each[2] for each in plain}
    assert answers == {batch}, answers
    rate = [round(batch / statistics.median(each[0] for each in kept)) for kept in (ours, plain)]
    cpu = [round(1e6 * statistics.median(each[1] for each in kept) / batch, 1) for kept in (ours, plain)]
    yield {"work": "append, batches of 1,000", "entries": batch, "ours_per_s": rate[0], "peer": "a plain table",
           "peer_per_s": rate[1], "ratio": round(rate[0] / rate[1], 2), "wanted": 0.8, "cpu_us": cpu,
           "rounds": given["rounds"]}  # fmt: skip
    yield {
        "work": "seal a backlog",
        "entries": wait,
        "ours_per_s": round(wait / backlog[0]),
        "seconds": round(backlog[0], 1),
    }


def _plain_table() -> None:
    """Make a plain table as large as the sealed one: random keys cost more the more of them there are."""
    from django.db import connection  # noqa: PLC0415 - after set-up

    event, leaf = ("uuid", "bytea") if connection.vendor == "postgresql" else ("char(32)", "blob")
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TABLE {PLAIN} ("index" bigint PRIMARY KEY, event {event} UNIQUE, leaf {leaf} NOT NULL)')
        cursor.execute(f'INSERT INTO {PLAIN} SELECT "index", event, leaf FROM kernel_log_sealed ORDER BY "index"')


def _plainly(count: int) -> int:
    """Write the newest events into the plain table, a thousand in each transaction."""
    from django.db import connection, transaction  # noqa: PLC0415 - after set-up

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {PLAIN}")
        before = int(cursor.fetchone()[0])
        cursor.execute("SELECT id FROM kernel_log_event ORDER BY at DESC LIMIT %s", [count])
        events = [row[0] for row in cursor.fetchall()][::-1]
    marks = ", ".join(["%s"] * 1000)
    for at in range(0, count, 1000):
        some = events[at : at + 1000]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO {PLAIN} ("index", event, leaf) SELECT %s + row_number() OVER (ORDER BY at), id, leaf '
                f"FROM kernel_log_event WHERE id IN ({marks if len(some) == 1000 else ', '.join(['%s'] * len(some))})",
                [before + at - 1, *some],
            )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {PLAIN}")
        return int(cursor.fetchone()[0]) - before


def _single(given: dict[str, Any]) -> Any:
    """Append one event in each transaction; the plain table takes the same columns without hashes, heads or queue."""
    from uuid import uuid4  # noqa: PLC0415 - beside what it is for

    from django.db import connection  # noqa: PLC0415 - after set-up
    from pymerkle import SqliteTree  # noqa: PLC0415 - a peer

    from dienests.kernel.log.streams import Stream, append  # noqa: PLC0415 - after set-up

    count, at = 300, datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_events")
        cursor.execute("CREATE TABLE bench_events AS SELECT * FROM kernel_log_event WHERE 1 = 0")
        cursor.execute("CREATE UNIQUE INDEX bench_one ON bench_events (stream_kind, stream, position)")
        cursor.execute("SELECT * FROM kernel_log_event LIMIT 1")
        row = list(cursor.fetchone())
    marks = ", ".join(["%s"] * len(row))

    def loggingly() -> None:
        for number in range(count):
            append(stream=Stream("bench", uuid4()), act="note", at=at, payload={"n": number})

    def plainly() -> None:
        with connection.cursor() as cursor:
            for number in range(count):
                cursor.execute(f"INSERT INTO bench_events VALUES ({marks})", [*row[:3], number, *row[4:]])

    ours, plain = _took(loggingly), _took(plainly)
    with tempfile.TemporaryDirectory() as folder, SqliteTree(str(Path(folder, "tree.db")), algorithm="sha256") as tree:
        peer = _took(lambda: [tree.append_entry(b"%d" % number) for number in range(count)])
    for name, took in (("a plain table", plain), ("pymerkle, SQLite", peer)):
        yield {"work": "append, single", "entries": count, "ours_per_s": round(count / ours[0]), "peer": name,
               "peer_per_s": round(count / took[0]), "ratio": round(took[0] / ours[0], 2)}  # fmt: skip


def _proofs(given: dict[str, Any]) -> Any:
    """Prove entries drawn at random, from the tiles on the disk, each with nothing remembered."""
    from django.conf import settings  # noqa: PLC0415 - after set-up
    from pymerkle import SqliteTree  # noqa: PLC0415 - a peer

    from dienests.kernel.log.sealing import seal  # noqa: PLC0415 - after set-up
    from dienests.kernel.tree.merkle import inclusion  # noqa: PLC0415 - after set-up
    from dienests.kernel.tree.tiles import Tiles, lying  # noqa: PLC0415 - after set-up

    size, chance = seal(at=datetime.now(UTC)).size, Random(1)
    source = lying(Path(settings.LOG_DIR))
    took = [_took(lambda: inclusion(chance.randrange(size), size, Tiles(source, size).node))[:2] for _ in range(300)]
    count = given["peer_entries"]
    with tempfile.TemporaryDirectory() as folder, SqliteTree(str(Path(folder, "tree.db")), algorithm="sha256") as tree:
        for number in range(count):
            tree.append_entry(b"%d" % number)
        peer = [_took(lambda: tree.prove_inclusion(chance.randrange(count) + 1, count))[0] for _ in range(20)]
    ours = 1000 * statistics.median(each[0] for each in took)
    yield {"work": "proof", "entries": size, "ours_ms": round(ours, 3), "wanted_ms": 1,
           "cpu_ms": round(1000 * statistics.median(each[1] for each in took), 3),
           "peer": "pymerkle, SQLite", "peer_entries": count,
           "peer_ms": round(1000 * statistics.median(peer), 3)}  # fmt: skip


def _audits(given: dict[str, Any]) -> Any:
    """Audit the tree alone, then everything."""
    from dienests.kernel.log.tree_audit import audit  # noqa: PLC0415 - after set-up
    from dienests.kernel.log.verify import verify  # noqa: PLC0415 - after set-up

    for work, wanted, run in (
        ("audit, tree alone", 2, audit), ("audit, everything", 10, lambda: verify(processes=os.cpu_count() or 1)),
    ):  # fmt: skip
        seconds, cpu, found = min((_took(run) for _ in range(given["rounds"])), key=lambda each: each[0])
        assert not found.breaks, found.breaks[:3]
        yield {"work": work, "entries": found.entries, "seconds": round(seconds, 2), "wanted_s": wanted,
               "cpu_s": round(cpu, 2), "rounds": given["rounds"]}  # fmt: skip


def _beside(given: dict[str, Any]) -> Any:
    """Append events one by one while another process seals a backlog, and without it."""
    from django.db import connections  # noqa: PLC0415 - after set-up

    from benchmarks.log_load import growing  # noqa: PLC0415 - after set-up

    growing.grow(given["batch"], (2 * given["entries"] + 4999) // 5000 * 5000)
    alone = _waits(300)
    connections.close_all()
    sealer = get_context("fork").Process(target=_seal_all)
    sealer.start()
    beside = _waits(300)
    sealer.join()
    for work, waits in (("act, nobody seals", alone), ("act, a backlog is sealed", beside)):
        yield {
            "work": work,
            "p50_ms": round(waits[150], 2),
            "p99_ms": round(waits[297], 2),
            "most_ms": round(waits[-1], 2),
        }


def _seal_all() -> None:
    from dienests.kernel.log.sealing import seal  # noqa: PLC0415 - after set-up

    seal(at=datetime.now(UTC))


def _waits(count: int) -> list[float]:
    from uuid import uuid4  # noqa: PLC0415 - beside what it is for

    from dienests.kernel.log.streams import Stream, append  # noqa: PLC0415 - after set-up

    at = datetime.now(UTC)
    return sorted(
        1000 * _took(lambda: append(stream=Stream("bench", uuid4()), act="note", at=at, payload={"n": 1}))[0]
        for _ in range(count)
    )


if __name__ == "__main__":
    main()
