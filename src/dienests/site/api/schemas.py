"""Schemas of the answers: every member is named, none is left out, nothing unknown is added."""

from dienests.site.api.operation import Schema

TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
UUID: Schema = {"type": "string", "format": "uuid"}
DAY: Schema = {"type": "string", "format": "date"}
MAYBE_DAY: Schema = {"type": ["string", "null"], "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
URL: Schema = {"type": "string", "format": "uri-reference"}
BOTH: Schema = {"$ref": "#/components/schemas/Bilingual"}
MARKS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/Mark"}}


def ref(name: str) -> Schema:
    """Return the reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def whole(properties: dict[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object with exactly these members."""
    return {
        "type": "object", "properties": properties, "additionalProperties": False,
        "required": [name for name in properties if name not in optional],
    }  # fmt: skip


def wrapped(name: str, item: str) -> Schema:
    """Return the schema of an object with one list."""
    return whole({name: many(ref(item))})


_ABOUT_CASE: dict[str, Schema] = {
    "id": UUID, "number": TEXT, "procedure": TEXT, "version": COUNT, "title": TEXT, "stage": TEXT,
    "stage_label": TEXT, "turn": MAYBE, "opened_at": MOMENT, "closed_at": MAYBE_MOMENT, "due": MAYBE_DAY,
    "provisional": FLAG, "revision": COUNT, "url": URL,
}  # fmt: skip
_ABOUT_LETTER: dict[str, Schema] = {"number": COUNT, "letter": TEXT, "title": TEXT, "sent_at": MOMENT}
_HIDDEN_COUNT: Schema = {"anyOf": [{"type": "integer"}, TEXT]}
_COUNT_OR_NOT: Schema = {"type": ["integer", "null"], "minimum": 0}
_DAYS: Schema = {"type": ["number", "null"]}
_YEAR = whole(
    {"year": COUNT, "value": MAYBE, "target": MAYBE, "numerator": _COUNT_OR_NOT, "denominator": _COUNT_OR_NOT}
    | {"cases": _COUNT_OR_NOT, "definition": TEXT, "kept_at": MOMENT, "event": UUID, "corrects": MAYBE}
)
_QUARTER = whole({"begins": DAY, "ends": DAY, "value": MAYBE, "target": MAYBE})
_FIGURE = whole(
    {"indicator": TEXT, "label": TEXT, "institution": TEXT, "unit": TEXT, "definition": TEXT}
    | {"quarters": many(_QUARTER), "years": many(ref("Year"))}
)

SCHEMAS: dict[str, Schema] = {
    "Problem": whole(
        {
            "type": URL, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT, "basis": MARKS,
            "errors": many(whole({"field": TEXT, "detail": TEXT})),
        },
        optional=("basis", "errors"),
    ),
    "Mark": whole({"act": TEXT, "address": TEXT, "url": URL}),
    "Bilingual": whole({"lv": TEXT, "en": TEXT}),
    "Acts": wrapped("acts", "ActHead"),
    "ActHead": whole(
        {
            "slug": TEXT, "title": BOTH, "institution": BOTH, "number": MAYBE, "issued": MAYBE_DAY,
            "in_force": MAYBE_DAY, "provisions": COUNT, "url": URL,
        }
    ),
    "Act": whole(
        {
            "slug": TEXT, "title": BOTH, "institution": BOTH, "number": MAYBE, "issued": MAYBE_DAY,
            "in_force": MAYBE_DAY,
            "provisions": many(
                whole({"address": TEXT, "kind": TEXT, "title": BOTH, "summary": BOTH, "state": TEXT, "url": URL})
            ),
        }
    ),
    "Coverage": whole(
        {
            "act": TEXT, "title": BOTH, "total": COUNT, "by_kind": {"type": "object", "additionalProperties": COUNT},
            "counts": whole({"claimed": COUNT, "not_for_software": COUNT, "open": COUNT}),
            "claimed": {"type": "object", "additionalProperties": many(TEXT)},
            "not_for_software": {"type": "object", "additionalProperties": BOTH}, "open": many(TEXT),
            "unknown": {"type": "object", "additionalProperties": many(TEXT)},
        }
    ),
    "Provision": whole(
        {
            "act": TEXT, "address": TEXT, "kind": TEXT, "url": URL, "title": BOTH, "summary": BOTH, "on": DAY,
            "state": MAYBE, "not_for_software": {"anyOf": [BOTH, {"type": "null"}]},
            "official_text": {"anyOf": [whole({"text": TEXT, "sha256": TEXT}), {"type": "null"}]},
            "procedure": many(whole({"declaration": TEXT, "label": TEXT})),
            "evidence": many(whole({"act": TEXT, "at": MOMENT, "leaf": TEXT})),
            "duties": many(ref("Duty")), "indicators": many(ref("Indicator")),
            "account": {"anyOf": [ref("Account"), {"type": "null"}]},
        }
    ),
    "Account": whole(
        {
            "done": _HIDDEN_COUNT, "in_time": _HIDDEN_COUNT, "late": _HIDDEN_COUNT, "overdue": _HIDDEN_COUNT,
            "running": _HIDDEN_COUNT, "days": _DAYS, "counted_to": DAY, "rounded_down_to": COUNT,
            "quarters": many(whole({"year": COUNT, "quarter": COUNT, "done": _HIDDEN_COUNT, "days": _DAYS})),
        }
    ),
    "Duty": whole(
        {
            "duty": TEXT, "label": TEXT, "institution": TEXT,
            "occurrences": many(whole({"begins": DAY, "due": DAY, "standing": TEXT, "done_on": MAYBE_DAY})),
        }
    ),
    "Indicator": whole(
        {
            "indicator": TEXT, "label": TEXT, "institution": TEXT,
            "last": {"anyOf": [_QUARTER, {"type": "null"}]},
        }
    ),
    "Figure": _FIGURE, "Year": _YEAR,
    "Institutions": wrapped("institutions", "Institution"),
    "Institution": whole({"slug": TEXT, "name": BOTH, "registration_number": TEXT, "demonstration": FLAG}),
    "Parameters": whole({"institution": TEXT, "on": DAY, "parameters": many(ref("Parameter"))}),
    "Parameter": whole(
        {
            "slug": TEXT, "label": TEXT, "where": TEXT, "basis": MARKS, "value": MAYBE, "set_by": MAYBE,
            "valid_from": MAYBE_DAY, "valid_to": MAYBE_DAY,
        }
    ),
    "Processing": wrapped("processing", "Processed"),
    "Processed": whole(
        {
            "procedure": MAYBE, "version": {"type": ["integer", "null"]}, "field": TEXT, "datum": TEXT,
            "category": MAYBE, "sealed": FLAG, "purpose": many(TEXT), "basis": MARKS, "kept": many(TEXT),
            "readers": many(TEXT), "recipients": many(TEXT),
        }
    ),
    "Procedures": wrapped("procedures", "ProcedureHead"),
    "ProcedureHead": whole({"slug": TEXT, "version": COUNT, "title": TEXT, "issued": DAY, "basis": MARKS, "url": URL}),
    "Procedure": whole(
        {
            "slug": TEXT, "version": COUNT, "title": TEXT, "issued": DAY, "basis": MARKS,
            "roles": many(whole({"name": TEXT, "label": TEXT, "basis": MARKS, "office": TEXT})),
            "stages": many(whole({"name": TEXT, "label": TEXT, "ends": FLAG})),
            "terms": many(whole({"name": TEXT, "label": TEXT, "basis": MARKS, "value": MAYBE, "parameter": MAYBE})),
            "letters": many(whole({"name": TEXT, "label": TEXT, "basis": MARKS})),
            "actions": many(ref("Action")),
        }
    ),
    "Action": whole(
        {
            "name": TEXT, "label": TEXT, "by": TEXT, "basis": MARKS, "from": many(TEXT), "to": MAYBE, "when": MAYBE,
            "fields": many(whole({"name": TEXT, "label": TEXT, "required": TEXT})), "operation": MAYBE,
        }
    ),
    "Cases": whole({"cases": many(ref("CaseHead")), "next": {"type": ["string", "null"], "format": "uri-reference"}}),
    "CaseHead": whole(_ABOUT_CASE),
    "Case": whole(
        _ABOUT_CASE
        | {
            "overdue": FLAG, "own": FLAG, "opener": TEXT, "awaits": TEXT, "hidden": many(TEXT), "acts": many(TEXT),
            "why": many(TEXT), "fields": {"type": "object", "additionalProperties": ref("FieldValue")},
            "terms": many(
                whole(
                    {
                        "name": TEXT, "label": TEXT, "value": TEXT, "started_on": DAY, "due": MAYBE_DAY,
                        "provisional": FLAG, "stopped_on": MAYBE_DAY, "set_by": TEXT, "basis": MARKS,
                    }
                )
            ),
            "related": many(whole({"id": UUID, "number": TEXT, "url": URL})),
        }
    ),
    "FieldValue": {"anyOf": [TEXT, whole({"id": UUID, "name": TEXT}), whole({"id": UUID, "number": TEXT})]},
    "Timeline": whole({"case": UUID, "events": many(ref("Event"))}),
    "Event": whole(
        {
            "position": COUNT, "act": TEXT, "label": TEXT, "who": TEXT, "at": MOMENT, "basis": MARKS,
            "order": TEXT, "to_stage": TEXT, "seal": TEXT,
        }
    ),
    "Todo": whole({"case": UUID, "revision": COUNT, "acts": many(ref("Possible"))}),
    "Possible": whole(
        {
            "act": TEXT, "label": TEXT, "allowed": FLAG, "basis": MARKS, "asks": many(TEXT), "url": URL,
            "refusal": {"anyOf": [whole({"detail": TEXT, "basis": MARKS}), {"type": "null"}]},
        }
    ),
    "Letters": whole({"case": UUID, "letters": many(ref("LetterHead"))}),
    "LetterHead": whole(_ABOUT_LETTER | {"url": URL}),
    "Letter": whole(_ABOUT_LETTER | {"language": TEXT, "html": TEXT}),
    "Begin": whole({"description": URL, "guide": URL, "acts": URL, "procedures": URL, "cases": URL}),
    "Description": {"type": "object", "required": ["openapi", "info", "paths"], "additionalProperties": True},
}  # fmt: skip
