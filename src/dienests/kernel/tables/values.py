"""How the values of one column are written to, and read from, the one database of this process, as the ORM would."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

Converter = Callable[[Any, Any, Any], Any]
Reader = Callable[[Any], Any]
Writer = Callable[[Any], Any]
# Kinds of fields whose cleaned values the drivers take as they are.
PASSED_ON = frozenset(
    {"AutoField", "BigAutoField", "BigIntegerField", "BinaryField", "BooleanField", "CharField", "IntegerField",
     "PositiveIntegerField", "PositiveSmallIntegerField", "SlugField", "TextField"}
)  # fmt: skip


def reader(field: Any) -> Reader | None:
    """Return what makes a value of what the database gave; None where it is one already."""
    expression = field.get_col(field.model._meta.db_table)
    converters: list[Converter] = [
        *connection.ops.get_db_converters(expression), *expression.get_db_converters(connection),
    ]  # fmt: skip
    if not converters:
        return None
    kind = expression.output_field.get_internal_type()
    if kind == "UUIDField" and len(converters) == 1:
        return _key
    if len(converters) == 1:
        [convert] = converters
        plain = _ordinary(convert, expression)
        return _moment_read(plain) if kind == "DateTimeField" else plain

    def read(value: Any) -> Any:
        for convert in converters:
            value = convert(value, expression, connection)
        return value

    return read


def writer(field: Any) -> Writer:
    """Return what makes of a value what the driver takes."""
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


def _ordinary(convert: Converter, expression: Any) -> Reader:
    return lambda value: convert(value, expression, connection)


# The same cases and people come back from page to page; a key that is known already need not be parsed.
@lru_cache(maxsize=4096)
def _key(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def _moment_read(otherwise: Reader) -> Reader:
    """Read a moment of SQLite, which keeps it without its zone, always that of UTC."""

    def read(value: Any) -> Any:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if type(value) is datetime and value.tzinfo is None else otherwise(value)

    return read


def _as_it_is(value: Any) -> Any:
    return value


def _hexadecimal(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _moment(value: datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))
