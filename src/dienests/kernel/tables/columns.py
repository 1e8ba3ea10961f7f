"""Fixed statements, built once per table: building them anew costs ten times the work of running them.

Values are written and read as the ORM would on either database; that they are of the field's kind is the caller's duty.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.backends.utils import CursorWrapper as Cursor

Converter = Callable[[Any, Any, Any], Any]
Writer = Callable[[Any], Any]
Statement = tuple[str, list[Writer]]
# Kinds of fields whose cleaned values the drivers take as they are.
PASSED_ON = frozenset(
    {"AutoField", "BigAutoField", "BigIntegerField", "BinaryField", "BooleanField", "CharField", "IntegerField",
     "PositiveIntegerField", "PositiveSmallIntegerField", "SlugField", "TextField"}
)  # fmt: skip


class Columns:
    """The columns of one table: their names quoted, and how their values are written and read."""

    def __init__(self, model: type[models.Model]) -> None:
        quote = connection.ops.quote_name
        self.model, self.table = model, quote(model._meta.db_table)
        self.fields = {field.attname: field for field in model._meta.concrete_fields}
        self.names = list(self.fields)
        self.quoted = {name: quote(str(field.column)) for name, field in self.fields.items()}
        self._writers = {name: _writer(field) for name, field in self.fields.items()}
        placed = enumerate(self.fields.values())
        self._readers = [reader for place, field in placed for reader in _readers(place, field)]
        self._statements: dict[tuple[str, ...], Statement] = {}

    def listed(self, alias: str) -> str:
        """Return all columns, for a SELECT."""
        return ", ".join(f"{alias}.{column}" for column in self.quoted.values())

    def read(self, values: Sequence[Any]) -> Any:
        """Return an instance made of one row's values in the order of `listed`."""
        made = list(values)
        for place, convert, expression in self._readers:
            made[place] = convert(made[place], expression, connection)
        return self.model.from_db("default", self.names, made)

    def some(self, cursor: Cursor, names: Sequence[str], keys: Sequence[Any]) -> list[list[Any]]:
        """Return the values of some columns in the rows with these primary keys, in no order."""
        key = self.model._meta.pk
        assert key is not None
        wanted, marks = ", ".join(self.quoted[name] for name in names), ", ".join(["%s"] * len(keys))
        cursor.execute(
            f"SELECT {wanted} FROM {self.table} WHERE {self.quoted[key.attname]} IN ({marks})",
            [self.value(key.attname, each) for each in keys],
        )
        readers = [reader for place, name in enumerate(names) for reader in _readers(place, self.fields[name])]
        found = [list(row) for row in cursor.fetchall()]
        for place, convert, expression in readers:
            for row in found:
                row[place] = convert(row[place], expression, connection)
        return found

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


def _readers(place: int, field: Any) -> Iterator[tuple[int, Converter, Any]]:
    expression = field.get_col(field.model._meta.db_table)
    for convert in connection.ops.get_db_converters(expression) + expression.get_db_converters(connection):
        yield place, convert, expression


def _writer(field: Any) -> Writer:
    while field.is_relation:
        field = field.target_field
    kind = field.get_internal_type()
    if kind in PASSED_ON or (kind == "UUIDField" and connection.features.has_native_uuid_field):
        return _as_it_is
    if kind == "UUIDField":
        return _hexadecimal
    if kind == "DateTimeField":
        return _as_it_is if connection.features.supports_timezones else _moment
    if kind == "DateField":
        return connection.ops.adapt_datefield_value
    return lambda value: field.get_db_prep_save(value, connection)


def _as_it_is(value: Any) -> Any:
    return value


def _hexadecimal(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _moment(value: datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


_columns: dict[type[models.Model], Columns] = {}


def columns(model: type[models.Model]) -> Columns:
    """Return the columns of a table on the one database of this process, made at the first call."""
    found = _columns.get(model)
    if found is None:
        found = _columns[model] = Columns(model)
    return found
