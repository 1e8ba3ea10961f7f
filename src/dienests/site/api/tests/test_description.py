"""The description is OpenAPI 3.1 by a validator that was written elsewhere, and its examples are what it allows."""

import json
from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from dienests.site.api import routes
from dienests.site.api.judging import fault, faults
from dienests.site.api.schemas import SCHEMAS

pytestmark = pytest.mark.django_db


def document() -> dict[str, Any]:
    """Return the description as a program fetches it."""
    answer = Client(HTTP_HOST="localhost").get("/api/v1/openapi.json", headers={"Accept-Language": "lv"})
    assert answer.status_code == 200
    told: dict[str, Any] = json.loads(answer.content)
    return told


def test_the_description_is_valid_openapi() -> None:
    validate(document(), cls=OpenAPIV31SpecValidator)


def test_the_description_is_english_whatever_language_is_preferred() -> None:
    titles = [
        field["title"]
        for path in document()["paths"].values()
        for operation in path.values()
        for field in operation.get("requestBody", {"content": {}})["content"]
        .get("application/json", {"schema": {"properties": {}}})["schema"]["properties"].values()
    ]  # fmt: skip
    assert titles
    assert all(title.isascii() for title in titles)


def test_every_example_is_what_its_schema_allows() -> None:
    for operation in routes.operations():
        if operation.body is not None:
            assert not list(faults(operation.body, dict(operation.example or {}))), operation.id
        for each in operation.asked:
            assert not each.example or not fault(each.schema, each.example), (operation.id, each.name)


def test_operations_have_names_of_their_own_and_answers_that_are_described() -> None:
    found = routes.operations()
    assert len({each.id for each in found}) == len(found)
    assert len({(each.method, each.path) for each in found}) == len(found)
    assert all(each.answers in SCHEMAS for each in found)
