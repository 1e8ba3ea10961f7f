"""A log of any size: invented events, written in batches as the tables have them, every hash and chain computed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection, transaction

from dienests.kernel.log.canonical import NOTHING
from dienests.kernel.log.entry import ActorRef, Entry, Stream
from dienests.kernel.log.events import Event, Head
from dienests.kernel.tables.columns import columns

BEGIN = datetime(2025, 1, 2, 8, tzinfo=UTC)
IN_ONE_CASE, OPEN_AT_ONCE, BATCH = 10, 500, 1000
ACTS = ("send", "accept", "assign", "examine", "ask", "answer", "invite", "decide", "inform", "close")
OFFICIALS = [uuid5(NAMESPACE_URL, f"official {number}") for number in range(40)]


def rows(count: int, begin: int = 0) -> Iterator[dict[str, Any]]:
    """Yield events of cases of ten acts each, five hundred cases open at a time, in the order of their writing."""
    ends: dict[UUID, bytes] = {}
    for number in range(begin, begin + count):
        group, within = divmod(number, IN_ONE_CASE * OPEN_AT_ONCE)
        step, place = divmod(within, OPEN_AT_ONCE)
        stream = uuid5(NAMESPACE_URL, f"case {group} {place}")
        entry = Entry(
            stream=Stream("case", stream), act=ACTS[step], at=BEGIN + timedelta(seconds=37 * number),
            actor=ActorRef(mandate=OFFICIALS[number % 40]), basis="vpd-ethics-code-2026:22",
            from_state="received" if step else "", to_state="examined", version="ethics-report:2", digest="ab" * 32,
            payload={"fields": {"summary": f"Iesniegums Nr. {number}: šķērslis", "kind": "breach", "count": step},
                     "documents": [f"sha256:{number:064x}"], "text": "Izskatīts noteiktajā termiņā."},
        )  # fmt: skip
        row = entry.row(position=step + 1, previous=ends.get(stream, NOTHING))
        ends[stream] = row["leaf"]
        if step == IN_ONE_CASE - 1:
            del ends[stream]
        yield row


def grow(count: int, begin: int = 0) -> None:
    """Write so many events and the heads of their streams; `begin` divides by 5000, so that cases begin there."""
    heads: dict[UUID, Head] = {}
    for batch in batches(rows(count, begin)):
        insert(batch)
        for row in batch:
            heads[row["stream"]] = Head(
                stream_kind="case", stream=row["stream"], position=row["position"], leaf=row["leaf"]
            )
    Head.objects.bulk_create(heads.values(), batch_size=BATCH)


def batches(made: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield rows a thousand at a time."""
    while batch := list(islice(made, BATCH)):
        yield batch


def insert(batch: list[dict[str, Any]]) -> None:
    """Write events in one transaction, by one prepared statement."""
    table = columns(Event)
    names = ", ".join(table.quoted[name] for name in batch[0])
    sql = f"INSERT INTO {table.table} ({names}) VALUES ({', '.join(['%s'] * len(batch[0]))})"
    values = [[table.value(name, value) for name, value in row.items()] for row in batch]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(sql, values)
