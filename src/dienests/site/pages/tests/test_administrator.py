"""An administrator of the system reads nothing of what it holds: every address and operation, a house of secrets."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import NoReverseMatch

from dienests.kernel.cases.ballot import Ballot, Recusal
from dienests.kernel.cases.case import Case
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.exchange.pace import Pace
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.handling.posting import Posting
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.registry import declared
from dienests.site.api import entry, routes
from dienests.site.api.tests.given import program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.test_headers import names

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORD, ASKED = "Kanārijputniņš", "kanarijput"
OF_A_CASE = {
    "case",
    "print",
    "export",
    "receipt",
    "act",
    "do",
    "ballot",
    "letter",
    "letter-pdf",
    "draft-letter",
    "letter-draft",
    "rectify",
    "retention-case",
}


@pytest.fixture
def full(house: House) -> House:
    """Write secrets wherever people write, and plant them in every text column that has a category."""
    case = house.breach(f"{WORD} ziņojumā.")
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "propose", proposal=f"{WORD} ierosinājumā.")
    house.do(people.CHAIR, case, "add_note", text=f"{WORD} piezīmē.")
    house.do(people.OPENER, case, "send_message", text=f"{WORD} ziņā.")
    paper = SimpleUploadedFile("lapa.txt", f"{WORD} failā.".encode())
    house.do(people.OPENER, case, "add_statement", text=f"{WORD} papildinājumā.", file=paper)
    house.act(people.HEAD, case, "decline_case", reasons=f"{WORD} pamatojumā.")
    house.act(people.PERSONNEL, case, "inform", message=f"{WORD} vēstulē.")
    assert sum(_plant(procedure.record) for procedure in declared()) > 10
    Posting.objects.update(text=WORD)
    Letter.objects.update(html=f"<p>{WORD}</p>")
    Recusal.objects.update(reason=WORD)
    return house


def _plant(record: Any) -> int:
    """Fill the columns of a record that hold words of a category, in every case; return how many there are."""
    fields = [each for each in record._meta.concrete_fields if getattr(each, "datum", None) and each.datum.category]
    written = [each.name for each in fields if isinstance(each, models.TextField) and not each.choices]
    if written:
        record.objects.update(**dict.fromkeys(written, WORD))
    return len(written)


def _given(house: House) -> dict[str, list[Any]]:
    """Return what stands in addresses: real keys of whatever there is."""
    cases = [Case.objects.filter(procedure=each).latest("opened_at").pk for each in _procedures()]
    told = Letter.objects.latest("pk")
    mandate = house.person(people.CHAIR).mandates.first()
    return {
        "pk": [*cases, told.case_id, house.person(people.OPENER).pk, mandate and mandate.pk,
               Occurrence.objects.latest("begins").pk, Draft.objects.latest("opened_at").pk],
        "act": ["vpd-ethics-code-2026", "add_note", "correct_act", "reopen_case"], "address": ["25", "29"],
        "slug": ["ethics-report", "ethics.days", "ethics-report.sitting", "cases"], "number": [told.pk],
        "action": ["submit", "advise", "propose", "inform"], "body": ["commission"], "office": ["ethics-member"],
        "on": [Ballot.objects.latest("sitting_on").sitting_on.isoformat()], "begins": ["2026-07-01"],
        "what": ["unusual", "without-case"], "person": [house.person(people.CHAIR).pk],
        "token": ["a" * 43], "secret": ["a" * 43], "rest": ["/cases"],
        "file": [StoredFile.objects.get().pk], "event": [Event.objects.filter(stream_kind="case").latest("at").pk],
        "day": ["2026-11-02"], "tile": ["0/000"],
        "member": ["case.json", "archive.zip"],
    }  # fmt: skip


def _procedures() -> list[str]:
    return sorted(set(Case.objects.values_list("procedure", flat=True)))


def _places(house: House) -> Iterator[tuple[str, str]]:
    given = _given(house)
    for name, wanted in names().items():
        for values in product(*(given[key] for key in wanted)):
            try:
                yield name, address(name, **dict(zip(wanted, values, strict=True)))
            except NoReverseMatch:  # a slug holds no full stop
                continue
    yield "search", address("search") + f"?q={ASKED}"
    yield "desk", address("desk") + f"?number={ASKED}"
    yield "staff", address("staff") + f"?name={ASKED}"
    yield from (("watch", place) for place in ("/metrics", "/health/live", "/health/ready"))


def _told(answer: Any) -> str:
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(parts).decode("utf-8", "replace") + str(answer.headers)


def test_an_administrator_reads_no_content_at_any_address(full: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    client, asked = full.client(people.ADMINISTRATOR), set()
    assert WORD in _told(full.client(people.CHAIR).get(address("case", pk=Case.objects.latest("opened_at").pk)))
    for name, place in _places(full):
        answer = client.get(place)
        asked.add(name)
        assert WORD not in _told(answer), place
        if name in OF_A_CASE:
            assert answer.status_code in (302, 404), (place, answer.status_code)
            assert client.post(place, {}).status_code in (302, 404, 405), place
    assert asked >= set(names()) - {"api"}, "the interface is asked operation by operation below"
    assert WORD not in caplog.text
    assert not any(WORD in f"{basis}{payload}" for basis, payload in Event.objects.values_list("basis", "payload"))


def test_an_administrator_reads_no_content_through_any_operation(
    full: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(entry, "PACE", Pace(1e6, 1e6))
    caplog.set_level("DEBUG")
    theirs, letter = program(full, people.ADMINISTRATOR), Letter.objects.latest("pk")
    values = {
        "case": str(letter.case_id), "letter": str(letter.pk), "number": str(letter.pk), "act": "vpd-ethics-code-2026",
        "address": "25", "slug": "ethics-report", "procedure": "ethics-report", "institution": "parauga-dienests",
    }  # fmt: skip
    assert WORD in _told(program(full, people.CHAIR).look(f"/cases/{letter.case_id}"))
    for operation in routes.operations():
        path = re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], "x"), operation.path)
        answer = theirs.send(path, {}) if operation.writes else theirs.look(path)
        assert WORD not in _told(answer), path
        if "{case}" in operation.path:
            assert answer.status_code in (404, 422), (path, answer.status_code)
    assert WORD not in caplog.text
