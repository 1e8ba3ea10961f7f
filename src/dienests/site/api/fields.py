"""Fields of a record as JSON: the schema of what an act asks, and what a case holds."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.fields import CaseLink, Choice, Day, Number, PersonLink
from dienests.kernel.procedures.procedure import Procedure
from dienests.site.api.operation import Schema

MOST_TEXT = 20_000


def body_schema(procedure: type[Procedure], action: Action) -> Schema:
    """Return the schema of the body of an act: required is what the act always asks, nothing unknown is taken."""
    model = action.follows.adds or procedure.record
    properties = {name: field_schema(model._meta.get_field(name), action) for name in action.fields}
    return {
        "type": "object", "properties": properties, "required": list(action.asks), "additionalProperties": False,
    }  # fmt: skip


def field_schema(field: Any, action: Action | None = None) -> Schema:
    """Return the schema of one field; what is asked only on a condition says so in its description."""
    hint = [str(field.help_text)] if field.help_text else []
    if action is not None and field.name in action.asks_if:
        hint.append(f"Asked if, and only if, the matter {action.asks_if[field.name].label}.")
    told = {"title": capfirst(str(field.verbose_name))} | ({"description": " ".join(hint)} if hint else {})
    return told | _kind(field)


def _kind(field: Any) -> Schema:
    match field:
        case Choice():
            return {"type": "string", "enum": [str(key) for key, _label in field.flatchoices if key]}
        case PersonLink() | CaseLink():
            return {"type": "string", "format": "uuid"}
        case Day():
            return {"type": "string", "format": "date"}
        case Number():
            whole = field.max_digits - field.decimal_places
            after = rf"(\.[0-9]{{1,{field.decimal_places}}})?" if field.decimal_places else ""
            return {"type": "string", "pattern": rf"^-?[0-9]{{1,{whole}}}{after}$"}
    return {"type": "string", "minLength": 1, "maxLength": field.max_length or MOST_TEXT, "pattern": r"\S"}


def example(procedure: type[Procedure], action: Action) -> Mapping[str, Any]:
    """Return a body with whatever the act always asks."""
    model = action.follows.adds or procedure.record
    return {name: _example(model._meta.get_field(name)) for name in action.asks}


def _example(field: Any) -> str:
    schema = _kind(field)
    if "enum" in schema:
        return str(schema["enum"][0])
    by_format = {"uuid": "3f6c1a52-9d0b-4a5e-8c55-0f6f0f0a1b2c", "date": "2026-12-01"}
    if "format" in schema:
        return by_format[schema["format"]]
    return "12" if isinstance(field, Number) else "…"


def plain(field: Any, record: Any) -> Any:
    """Return what a field holds: texts, days as ISO 8601, numbers as decimal text, persons and cases as objects."""
    value = getattr(record, field.name)
    if isinstance(field, PersonLink):
        return {"id": str(value.pk), "name": value.name}
    if isinstance(field, CaseLink):
        return {"id": str(value.pk), "number": value.number}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if not isinstance(value, Decimal) else f"{value:f}"
