"""Rows of several threads in one statement: all are written once, refused ones alone are refused, a lock stops all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError

from dienests.kernel.access import together
from dienests.kernel.access.together import Together


class Table:
    """Takes rows; the first call waits until the others wait behind it."""

    def __init__(self, refused: Callable[[list[Any]], Exception | None] = lambda _rows: None) -> None:
        self.refused, self.calls, self.kept = refused, [], []  # type: ignore[var-annotated]
        self.entered, self.go = Event(), Event()

    def insert(self, rows: list[Any]) -> None:
        """Keep the rows, or refuse them all."""
        self.calls.append(len(rows))
        if not self.entered.is_set():
            self.entered.set()
            self.go.wait(timeout=5)
        if fault := self.refused(rows):
            raise fault
        self.kept += rows


def _written(table: Table, rows: list[list[Any]]) -> list[Exception | None]:
    """Write each entry in a thread of its own, the first of them while all others wait."""
    both = Together(table.insert)

    def write(entry: list[Any]) -> Exception | None:
        try:
            both.write(entry)
        except (OperationalError, IntegrityError) as fault:
            return fault
        return None

    with ThreadPoolExecutor(len(rows)) as pool:
        first = pool.submit(write, rows[0])
        assert table.entered.wait(timeout=5)
        others = [pool.submit(write, entry) for entry in rows[1:]]
        while len(both._waiting) < len(others):
            pass
        table.go.set()
        return [each.result(timeout=5) for each in (first, *others)]


def test_who_waits_is_written_by_one_statement() -> None:
    table = Table()
    assert _written(table, [["a"], ["b"], ["c", "d"], ["e"]]) == [None] * 4
    assert table.calls == [1, 4]
    assert sorted(table.kept) == ["a", "b", "c", "d", "e"]


def test_a_refused_row_takes_no_other_along() -> None:
    table = Table(lambda rows: IntegrityError("no") if "bad" in rows else None)
    faults = _written(table, [["a"], ["b"], ["bad"], ["c"]])
    assert [type(each) for each in faults] == [type(None), type(None), IntegrityError, type(None)]
    assert sorted(table.kept) == ["a", "b", "c"]


def test_a_refused_row_alone_is_told_once() -> None:
    table = Table(lambda _rows: IntegrityError("no"))
    table.entered.set()
    with pytest.raises(IntegrityError):
        Together(table.insert).write(["bad"])
    assert table.calls == [1]


def test_a_lock_stops_everybody_at_once() -> None:
    table = Table(lambda rows: OperationalError("locked") if "a" not in rows else None)
    faults = _written(table, [["a"], ["b"], ["c"]])
    assert [type(each) for each in faults] == [type(None), OperationalError, OperationalError]
    assert table.calls == [1, 2], "nobody waits for the same lock one after the other"
    assert table.kept == ["a"]


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "PATIENCE", 0.05)
    both = Together(lambda _rows: None)
    both._turn.acquire()
    with pytest.raises(OperationalError, match="too long"):
        both.write(["a"])
