"""Fixed statements, built once per table: building them anew costs ten times the work of running them.

Values are written and read as the ORM would on either database; that they are of the field's kind is the caller's duty.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper as Cursor
from django.db.models.base import ModelState

from dienests.kernel.tables.values import Writer, reader, writer

Statement = tuple[str, list[Writer]]


class Columns:
    """Columns of one table, all or some: their names quoted, and how their values are written and read."""

    def __init__(self, model: type[models.Model], names: Sequence[str] = ()) -> None:
        quote = connection.ops.quote_name
        self.model, self.table = model, quote(model._meta.db_table)
        every = {field.attname: field for field in model._meta.concrete_fields}
        self.fields = {name: every[name] for name in names or every}
        self.names = list(self.fields)
        self.quoted = {name: quote(str(field.column)) for name, field in self.fields.items()}
        self._writers = {name: writer(field) for name, field in self.fields.items()}
        found = [(place, reader(field)) for place, field in enumerate(self.fields.values())]
        self._readers = [(place, read) for place, read in found if read is not None]
        self._statements: dict[tuple[str, ...], Statement] = {}
        self._listed: dict[str, str] = {}

    def listed(self, alias: str) -> str:
        """Return these columns, for a SELECT."""
        found = self._listed.get(alias)
        if found is None:
            found = self._listed[alias] = ", ".join(f"{alias}.{column}" for column in self.quoted.values())
        return found

    def values(self, row: Sequence[Any]) -> list[Any]:
        """Return one row's values in the order of `listed`, as the ORM would."""
        made = list(row)
        for place, read in self._readers:
            made[place] = read(made[place])
        return made

    def read(self, row: Sequence[Any]) -> Any:
        """Return an instance made of one row in the order of `listed`; columns left out are fetched when asked for.

        It is put together without the constructor of models, which takes five times as long and adds nothing here.
        """
        made, state = self.model.__new__(self.model), ModelState()
        state.adding, state.db = False, "default"
        made.__dict__.update(zip(self.names, self.values(row), strict=True), _state=state)
        return made

    def some(
        self, cursor: Cursor, names: Sequence[str], keys: Sequence[Any], *, by: str = "", also: str = ""
    ) -> list[list[Any]]:
        """Return the values of some columns in the rows with these keys, in no order.

        `by` is the column of the keys, the primary one unless told; `also` is a further condition without values.
        """
        wanted = columns(self.model, names)
        return [wanted.values(row) for row in wanted._among(cursor, keys, by, also)]

    def among(self, cursor: Cursor, keys: Sequence[Any], *, by: str = "", also: str = "") -> list[Any]:
        """Return the rows with these keys as instances, in no order; the words are those of `some`."""
        return [self.read(row) for row in self._among(cursor, keys, by, also)]

    def _among(self, cursor: Cursor, keys: Sequence[Any], by: str, also: str) -> list[Any]:
        key = columns(self.model)._key(by)
        marks, further = ", ".join(["%s"] * len(keys)), f" AND {also}" if also else ""
        cursor.execute(
            f"SELECT {self.listed('t')} FROM {self.table} t WHERE t.{key[0]} IN ({marks}){further}",
            list(map(key[1], keys)),
        )
        found: list[Any] = cursor.fetchall()
        return found

    def _key(self, name: str) -> tuple[str, Writer]:
        name = name or self.model._meta.pk.attname
        return self.quoted[name], self._writers[name]

    def value(self, name: str, value: Any) -> Any:
        """Return a value as the database takes it."""
        return self._writers[name](value)

    def insert(self, cursor: Cursor, row: Mapping[str, Any]) -> None:
        """Insert one row (attribute name -> value)."""
        key = tuple(row)
        statement = self._statements.get(key)
        if statement is None:
            names, marks = ", ".join(self.quoted[name] for name in row), ", ".join(["%s"] * len(row))
            statement = self._keep(key, f"INSERT INTO {self.table} ({names}) VALUES ({marks})", row)
        text, writers = statement
        cursor.execute(text, [write(value) for write, value in zip(writers, row.values(), strict=True)])

    def insert_new(self, cursor: Cursor, made: models.Model) -> None:
        """Insert an instance whose key is its own, or is given by the database when it is None."""
        key = self.model._meta.pk
        assert key is not None
        names = [name for name in self.names if name != key.attname or made.pk is not None]
        self.insert(cursor, {name: getattr(made, name) for name in names})

    def update(self, cursor: Cursor, changes: Mapping[str, Any], where: Mapping[str, Any]) -> int:
        """Change the rows whose columns equal `where` (None: is null); return how many there were."""
        given = {name: value for name, value in where.items() if value is not None}
        key = (*changes, "", *where, "", *given)
        statement = self._statements.get(key)
        if statement is None:
            changed = ", ".join(f"{self.quoted[name]} = %s" for name in changes)
            tests = " AND ".join(self.quoted[name] + (" = %s" if name in given else " IS NULL") for name in where)
            statement = self._keep(key, f"UPDATE {self.table} SET {changed} WHERE {tests}", (*changes, *given))
        text, writers = statement
        values = (*changes.values(), *given.values())
        cursor.execute(text, [write(value) for write, value in zip(writers, values, strict=True)])
        return int(cursor.rowcount)

    def _keep(self, key: tuple[str, ...], text: str, names: Iterable[str]) -> Statement:
        statement = self._statements[key] = text, [self._writers[name] for name in names]
        return statement


_columns: dict[tuple[type[models.Model], tuple[str, ...]], Columns] = {}


def columns(model: type[models.Model], names: Sequence[str] = ()) -> Columns:
    """Return columns of a table on the one database of this process, all unless some are named; made at first call."""
    key = model, tuple(names)
    found = _columns.get(key)
    if found is None:
        found = _columns[key] = Columns(model, names)
    return found
