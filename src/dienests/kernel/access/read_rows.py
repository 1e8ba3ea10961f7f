"""The statements that write read events, for any number of people at once; models are too slow for a page of many."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from dienests.kernel.tables.columns import Columns

# SQLite takes 32,766 values in one statement; no page shows more people than this.
AT_ONCE = 3000


class Row(NamedTuple):
    """One row of the table, in the order of its columns."""

    at: datetime
    reader: UUID
    mandate: UUID | None
    person: UUID
    case: UUID | None
    search: UUID | None
    purpose: str
    categories: str
    page: str
    token: UUID | None = None
    end_user: str | None = None


# Both databases quote names alike, and one of the columns is called as a word of SQL.
_COLUMNS = ", ".join(f'"{name}"' for name in Row._fields)
_ROW = f"({', '.join(['%s'] * len(Row._fields))})"
# A list names one person of each case and shares the rest: what is shared need not be sent fifty times over.
_START, _STOP = Row._fields.index("person"), Row._fields.index("case") + 1
_LIST = ", ".join(["%s"] * _START + ["k.column1", "k.column2"] + ["%s"] * (len(Row._fields) - _STOP))


def statement(table: Columns, rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """Return the statement that inserts rows (at most AT_ONCE) into the table of read events, and its values."""
    insert = f"INSERT INTO {table.table} ({_COLUMNS}) "
    if not _is_list(rows):
        values = [value for row in rows for value in _values(table, row)]
        return f"{insert}VALUES {', '.join([_ROW] * len(rows))}", values
    shared = _values(table, rows[0])
    pairs = [table.value("person", each) for row in rows for each in row[_START:_STOP]]
    marks = ", ".join(["(%s, %s)"] * len(rows))
    return f"{insert}SELECT {_LIST} FROM (VALUES {marks}) AS k", [*shared[:_START], *shared[_STOP:], *pairs]


def _is_list(rows: Sequence[Row]) -> bool:
    """Say whether rows differ only in person and case, and each has a case."""
    before, after = rows[0][:_START], rows[0][_STOP:]
    return rows[0].search is None and all(row[:_START] == before and row[_STOP:] == after for row in rows)


def _values(table: Columns, row: Row) -> list[Any]:
    """Return one row's values as the database takes them."""
    return [table.value(name, value) for name, value in zip(Row._fields, row, strict=True)]
