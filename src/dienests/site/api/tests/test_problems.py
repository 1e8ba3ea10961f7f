"""Hand-made requests that are wrong in every way: each is told as one problem, and nothing fails."""

import json
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from dienests.kernel.access import reads
from dienests.kernel.cases.case import Case
from dienests.site.api.problem import KINDS
from dienests.site.api.reading_json import LARGEST
from dienests.site.api.tests.given import LOOK, Program, program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House

pytestmark = pytest.mark.django_db
START = "/procedures/ethics-report/start/submit"
GOOD = {"reason": "advice", "account": "?"}


def check(answer: Any, status: int, kind: str) -> dict[str, Any]:
    """Assert that an answer is a problem of a kind, and that the page of the guide explains it; return it."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.content)
    assert told["status"] == status
    assert told["type"].endswith(f"/api/#problem-{kind}")
    assert told["title"]
    assert told["detail"]
    return told


RAW = {
    "no JSON": b"reason=advice",
    "half": b'{"reason": "adv',
    "no UTF-8": b'{"reason": "\xff"}',
    "a mark of byte order": b"\xef\xbb\xbf{}",
    "a list": b"[]",
    "a text": b'"advice"',
    "null": b"null",
    "twice": b'{"reason": "advice", "reason": "breach"}',
    "no number": b'{"reason": NaN}',
    "endless": b'{"reason": -Infinity}',
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000,
    "a long number": b'{"reason": ' + b"9" * 50_000 + b"}",
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_a_body_that_is_no_plain_object_is_malformed(house: House, raw: bytes) -> None:
    check(program(house, people.OPENER).send(START, raw), 400, "malformed")


VALUES = {
    "a zero": {"account": "a\x00b"},
    "half a pair": {"account": "\ud800"},
    "blank": {"account": "  \n"},
    "empty": {"account": ""},
    "too long": {"account": "ā" * 20_001},
    "a number": {"account": 5},
    "a yes": {"account": True},
    "null ": {"account": None},
    "a list": {"account": ["x"]},
    "an object": {"account": {"x": "y"}},
    "no option": {"reason": "complaint"},
    "an option in capitals": {"reason": "ADVICE"},
    "no id": {"reason": "breach", "about": "Jānis"},
    "nobody": {"reason": "breach", "about": "3f6c1a52-9d0b-4a5e-8c55-0f6f0f0a1b2c"},
    "unknown": {"colour": "red"},
    "not asked": {"tried": "talks"},
    "the salts": {"salts": "x"},
    "the case": {"case": "3f6c1a52-9d0b-4a5e-8c55-0f6f0f0a1b2c"},
}


@pytest.mark.parametrize("given", VALUES.values(), ids=VALUES)
def test_a_wrong_value_is_named_with_its_field(house: House, given: dict[str, Any]) -> None:
    before = Case.objects.count()
    told = check(program(house, people.OPENER).send(START, GOOD | given), 422, "refused")
    assert {each["field"] for each in told["errors"]} & set(given)
    assert Case.objects.count() == before


def test_what_is_missing_is_named(house: House) -> None:
    told = check(program(house, people.OPENER).send(START, {}), 422, "refused")
    assert {each["field"] for each in told["errors"]} == {"reason", "account"}
    told = check(program(house, people.OPENER).send(START, {"reason": "breach", "account": "?"}), 422, "refused")
    assert [each["field"] for each in told["errors"]] == ["about"]
    assert told["basis"][0]["act"] == "vpd-ethics-code-2026"


def test_headers_and_addresses_that_are_wrong(house: House) -> None:
    mine = program(house, people.OPENER)
    check(mine.send(START, GOOD, **{"Content-Type": "text/plain"}), 415, "media-type")
    check(mine.send(START, GOOD, **{"Content-Type": "application/json; charset=utf-16"}), 415, "media-type")
    check(mine.send(START, GOOD, key="short"), 400, "malformed")
    check(mine.send(START, GOOD, key="with blanks in it"), 400, "malformed")
    check(mine.ask("/cases", Accept="text/html"), 406, "not-acceptable")
    check(mine.send(START, b"{" + b" " * LARGEST + b"}"), 413, "too-large")
    for query in ("limit=0", "limit=101", "limit=x", "limit=1&limit=2", "after=x", "due_before=2026-02-30", "colour=1"):
        check(mine.ask(f"/cases?{query}"), 400, "malformed")
    check(mine.ask("/cases?after=3f6c1a52-9d0b-4a5e-8c55-0f6f0f0a1b2c"), 422, "refused")
    for place in ("/case", "/cases/1", "/cases//todo", "/acts/none", "/acts/vpd-ethics-code-2026/provisions/999", "//"):
        check(mine.ask(place), 404, "absent")
    check(Program().ask("/acts/vpd-ethics-code-2026?on=2999-01-01"), 422, "refused")


def test_a_strange_host_and_an_address_without_its_last_stroke_are_answered_to_a_program() -> None:
    check(Client(HTTP_HOST="evil.example").get("/api/v1/acts"), 400, "malformed")
    assert "<html" in Client(HTTP_HOST="evil.example").get("/").content.decode()
    assert Client(HTTP_HOST="localhost").get("/api/v1").json()["description"] == "/api/v1/openapi.json"


def test_methods_are_told(house: House) -> None:
    client = Client(HTTP_HOST="localhost")
    for method in ("put", "delete", "patch", "trace", "post"):
        answer = getattr(client, method)("/api/v1/acts")
        check(answer, 405, "method")
        assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert client.options("/api/v1/acts").status_code == 204
    assert client.options(f"/api/v1{START}")["Allow"] == "OPTIONS, POST"
    head = client.head("/api/v1/acts")
    assert head.status_code == 200
    assert not head.content


def test_what_the_matter_does_not_allow_is_a_conflict_with_its_paragraph(house: House) -> None:
    case, chair = house.submit(people.OPENER, "advice", "Jautājums."), program(house, people.CHAIR)
    told = check(chair.send(f"/cases/{case.pk}/acts/ethics-report/convene"), 409, "conflict")
    assert [each["address"] for each in told["basis"]] == ["23.3", "25"]
    told = check(chair.send(f"/cases/{case.pk}/acts/ethics-report/inform", {"message": "?"}), 403, "forbidden")
    assert told["basis"]


def test_a_refusal_is_latvian_where_latvian_is_preferred(house: House) -> None:
    answer = program(house, people.OPENER).send(START, {}, **{"Accept-Language": "lv, en;q=0.5"})
    assert answer["Content-Language"] == "lv"
    assert "trūkst" in answer.json()["errors"][0]["detail"]


def test_nothing_is_told_when_the_look_cannot_be_recorded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    case, chair = house.breach("Ļoti slepeni vārdi."), program(house, people.CHAIR)

    def fails(text: str, values: Any) -> None:
        raise DatabaseError("no space")

    monkeypatch.setattr(reads, "_insert", fails)
    answer = chair.ask(f"/cases/{case.pk}", **LOOK)
    check(answer, 503, "unavailable")
    assert "slepeni" not in answer.content.decode()


def test_an_unforeseen_failure_tells_nothing_of_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from dienests.site.api import cases

    def fails(*words: Any, **more: Any) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(cases, "everything", fails)
    answer = program(house, people.CHAIR).ask("/cases")
    check(answer, 500, "failed")
    assert "secret words" not in answer.content.decode()


def test_every_kind_of_problem_is_explained_on_the_page() -> None:
    page = Client(HTTP_HOST="localhost").get("/en/api/").content.decode()
    assert all(f'id="problem-{kind}"' in page for kind in KINDS)
