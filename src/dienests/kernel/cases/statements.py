"""The fixed statements of an act, built once per table: building them anew costs ten times the work of running them.

Values pass through the model fields, so that both databases write and read them as the ORM would.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from django.db import connection, models

Converter = Callable[[Any, Any, Any], Any]


class Columns:
    """The columns of one table: their names quoted, and how their values are written and read."""

    def __init__(self, model: type[models.Model]) -> None:
        quote = connection.ops.quote_name
        self.model, self.table = model, quote(model._meta.db_table)
        self.fields = {field.attname: field for field in model._meta.concrete_fields}
        self.names = list(self.fields)
        self.quoted = {name: quote(str(field.column)) for name, field in self.fields.items()}
        self._readers = [_reader(field) for field in self.fields.values()]
        self._texts: dict[tuple[Any, ...], str] = {}

    def listed(self, alias: str) -> str:
        """Return all columns, for a SELECT."""
        return ", ".join(f"{alias}.{column}" for column in self.quoted.values())

    def read(self, values: Iterable[Any]) -> Any:
        """Return an instance made of one row's values in the order of `listed`."""
        made = []
        for value, (expression, converters) in zip(values, self._readers, strict=True):
            for convert in converters:
                value = convert(value, expression, connection)
            made.append(value)
        return self.model.from_db("default", self.names, made)

    def insert(self, row: Mapping[str, Any]) -> None:
        """Insert one row (attribute name -> value)."""
        key = tuple(row)
        text = self._texts.get(key)
        if text is None:
            names, marks = ", ".join(self.quoted[name] for name in row), ", ".join(["%s"] * len(row))
            text = self._texts[key] = f"INSERT INTO {self.table} ({names}) VALUES ({marks})"
        with connection.cursor() as cursor:
            cursor.execute(text, self._written(row))

    def update(self, changes: Mapping[str, Any], where: Mapping[str, Any]) -> int:
        """Change the rows whose columns equal `where` (None: is null); return how many there were."""
        given = {name: value for name, value in where.items() if value is not None}
        key = (*changes, "", *where, "", *given)
        text = self._texts.get(key)
        if text is None:
            changed = ", ".join(f"{self.quoted[name]} = %s" for name in changes)
            tests = " AND ".join(self.quoted[name] + (" = %s" if name in given else " IS NULL") for name in where)
            text = self._texts[key] = f"UPDATE {self.table} SET {changed} WHERE {tests}"
        with connection.cursor() as cursor:
            cursor.execute(text, self._written(changes) + self._written(given))
            return int(cursor.rowcount)

    def _written(self, row: Mapping[str, Any]) -> list[Any]:
        return [self.fields[name].get_db_prep_save(value, connection) for name, value in row.items()]


def _reader(field: Any) -> tuple[Any, list[Converter]]:
    expression = field.get_col(field.model._meta.db_table)
    return expression, connection.ops.get_db_converters(expression) + expression.get_db_converters(connection)


@cache
def _columns(model: type[models.Model], vendor: str) -> Columns:
    return Columns(model)


def columns(model: type[models.Model]) -> Columns:
    """Return the columns of a table on the database in use, made at the first call."""
    return _columns(model, connection.vendor)
