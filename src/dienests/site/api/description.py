"""The description of the interface: OpenAPI 3.1, derived from the operations."""

from collections.abc import Iterable
from typing import Any

from dienests.site.api.operation import ROOT, Operation, Parameter, Schema
from dienests.site.api.problem import CONTENT_TYPE, KINDS
from dienests.site.api.schemas import SCHEMAS, ref

VERSION = "1.0.0"
ALWAYS, WITH_TOKEN = (400, 406, 500, 503), (401, 403, 429)
STATUSES = sorted({kind.status for kind in KINDS.values()})
ABOUT = (
    "What the pages of this installation do, for other programs: the same verbs, the same rights, the same refusals. "
    "Open operations need nothing; the others need a token that a person makes under “My data”. The page /en/api/ "
    "explains problems, tokens and keys with examples."
)


def describe(operations: Iterable[Operation]) -> dict[str, Any]:
    """Return the OpenAPI document of operations as plain values, in the language of the moment."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dienests", "version": VERSION, "description": ABOUT,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": ROOT}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "responses": {f"Problem{status}": _problem(status) for status in STATUSES},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Shown once, when made."}},
        },
    }  # fmt: skip


def _operation(operation: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {"operationId": operation.id, "summary": operation.summary, "tags": [operation.tag]}
    about = [operation.about] if operation.about else []
    if operation.group:
        about.append(f"The token names `{operation.id}` or `{operation.group}`.")
        told["security"] = [{"token": []}]
    if about:
        told["description"] = " ".join(about)
    if operation.asked:
        told["parameters"] = [_parameter(each) for each in operation.asked]
    if operation.body is not None:
        media: Schema = {"schema": operation.body}
        if operation.example:
            media["example"] = dict(operation.example)
        told["requestBody"] = {"required": True, "content": {"application/json": media}}
    told["responses"] = {str(operation.status): _good(operation)} | {
        str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in _problems(operation)
    }
    return told


def _parameter(each: Parameter) -> dict[str, Any]:
    told: dict[str, Any] = {"name": each.name, "in": each.place, "description": each.about, "schema": each.schema}
    told["required"] = each.required
    return told | ({"example": each.example} if each.example else {})


def _good(operation: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": operation.summary, "content": {"application/json": {"schema": ref(operation.answers)}},
    }  # fmt: skip
    if operation.status == 201:
        told["headers"] = {"Location": {"schema": {"type": "string"}, "required": True, "description": "the new case"}}
        told["links"] = {"case": {"operationId": "get-case", "parameters": {"case": "$response.body#/id"}}}
    return told


def _problems(operation: Operation) -> list[int]:
    return sorted({*ALWAYS, *(WITH_TOKEN if operation.group else ()), *operation.problems})


def _problem(status: int) -> dict[str, Any]:
    titles = " / ".join(dict.fromkeys(str(kind.title) for kind in KINDS.values() if kind.status == status))
    return {"description": titles, "content": {CONTENT_TYPE: {"schema": ref("Problem")}}}
