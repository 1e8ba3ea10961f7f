"""The gate: every address that shows personal data of somebody else records the look first, and the others say why not.

A new address without a line here fails: either it is listed with its page (and proved below), or with its reason.
"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.exchange.pace import Pace
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.joint_rights import object_to_others
from dienests.kernel.parties.kinds import Kind
from dienests.kernel.parties.representation import Representation
from dienests.kernel.parties.tests.given import AT
from dienests.site.api import entry, routes
from dienests.site.api.tests.given import program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, act_address, address
from dienests.site.pages.tests.sending import on_its_way
from dienests.site.pages.tests.test_headers import names
from dienests.site.pages.tests.test_representation import recorded

pytestmark = pytest.mark.django_db

PUBLIC = "public: rules, declarations and counts of at least five, nobody's data"
NUMBERS = "numbers, procedures, stages and terms of cases, which name nobody"
OWN = "only the data of whoever has signed in"
OFFICE = "who holds which office, is away, or may sign in: colleagues in their office, nobody's case"
FORM = "an empty form; whom it can name are colleagues in their office"
NO_PAGE = "shows no page of its own"
SECRET = "nobody has signed in: whoever holds the letter, the link or the code sees what is behind it"
# Drafts and sealed letters (draft-letter, letter-draft, letter-preview, letter-pdf) are proved in test_letters.py,
# cases of other institutions in site/imported.
RECORDED = {
    "act", "audit", "audit-csv", "audit-official", "ballot", "case", "desk", "desk-all", "desk-free", "desk-mine",
    "do", "draft-letter", "end-representation", "export", "file", "imported-case", "imported-file", "letter",
    "letter-amend", "letter-draft", "letter-pdf", "letter-preview", "people", "post-batch", "post-batch-print",
    "print", "proof", "rectify", "representation", "representations", "sending-arrived", "sending-back",
    "sending-hand", "sending-one", "sending-way", "settle-objection",
}  # fmt: skip
NOT_RECORDED = {
    **dict.fromkeys(
        ("accessibility", "api-page", "duties", "duties-csv", "figure-proof", "home", "indicator",
         "indicator-csv", "indicators", "log", "log-checkpoint", "log-consistency", "log-consistency-json",
         "log-consistency-text", "log-dated", "log-feed", "log-key", "log-tile", "privacy", "procedure",
         "procedure-table", "procedure-table-csv", "processing", "processing-csv", "processing-json",
         "provision", "provision-csv", "provision-feed", "provision-json", "publiccode", "rulebook",
         "security-txt", "services", "status"), PUBLIC,
    ),
    **dict.fromkeys(
        ("calendar-feed", "duty", "imported", "indicator-cases", "letters", "migrations", "mine", "retention",
         "retention-case", "search", "sending", "work"), NUMBERS,
    ),
    **dict.fromkeys(
        ("calendars", "confirm", "delivery", "identity", "mail", "own-reads", "reads", "reads-csv",
         "reads-json", "receipt", "receipt-pdf", "second-factor", "sessions", "tokens"), OWN,
    ),
    **dict.fromkeys(
        ("absences", "administration", "bodies", "confirm-reset", "confirmations", "end-mandate", "head",
         "invitations", "invite", "leaving", "minutes", "parameter", "parameter-proposal", "parameters",
         "reset", "return", "revoke-invitation", "sign-in", "sign-in-demonstration", "sittings", "staff",
         "systems", "withdraw-system"), OFFICE,
    ),
    **dict.fromkeys(
        ("appoint", "indicator-enter", "indicator-target", "record-representation", "staff-import", "start"),
         FORM,
    ),
    **dict.fromkeys(
        ("service-back", "service-confirm", "service-link", "service-out", "sign-in-code", "sign-out"), NO_PAGE,
    ),
    **dict.fromkeys(
        ("check", "check-file", "check-original", "confirm-mail", "drafts", "invitation"), SECRET,
    ),
    "api": "operation by operation, below",
}  # fmt: skip


def test_every_address_is_judged() -> None:
    assert set(names()) - RECORDED - set(NOT_RECORDED) == set(), "say here whether the new page shows personal data"
    assert not RECORDED & set(NOT_RECORDED)
    assert set(names()) >= RECORDED


@pytest.fixture
def full(house: House) -> House:
    """Bring a case, its letter, its file and a right to represent into being."""
    case = house.breach("Kanārijputniņš.")
    paper = SimpleUploadedFile("lapa.txt", b"lapa")
    house.do(people.OPENER, case, "add_statement", text="Papildinājums.", file=paper)
    right = recorded(house, kind=Kind.TRUSTEE, joint=True)
    object_to_others(representation=right, on=right.valid_from, reasons="Nepiekrītu.", by=SYSTEM, at=AT)
    return house


def _case(house: House) -> Case:
    return Case.objects.filter(opener=house.person(people.OPENER)).latest("opened_at")


def _letter(house: House) -> Letter:
    """Return a letter to somebody else than the personnel department, which drafted it."""
    sent = Letter.objects.filter(participant__isnull=False)
    return sent.exclude(participant__person=house.person(people.PERSONNEL).pk).latest("pk")


def _recorded_by(client: Any, place: str, data: dict[str, str] | None = None) -> tuple[int, set[str]]:
    last = ReadEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    answer = client.post(place, data) if data is not None else client.get(place)
    b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, set(ReadEvent.objects.filter(pk__gt=last).values_list("page", flat=True))


def test_every_page_that_shows_personal_data_records_the_look(full: House) -> None:
    case, chair = _case(full), full.client(people.CHAIR)
    file, right = StoredFile.objects.get(), Representation.objects.latest("pk")
    administrator, auditor, person = people.ADMINISTRATOR, people.AUDITOR, full.person(people.CHAIR).pk
    assert _recorded_by(chair, address("case", pk=case.pk)) == (200, {"case"})
    # The auditor's list of searches has a row then, at whatever hour the tests run.
    asked = {"words": people.OPENER, "purpose": "atgriezta vēstule"}
    assert _recorded_by(chair, address("people"), asked) == (200, {"people-search"})
    places: dict[str, tuple[str, str, str]] = {
        "print": (people.CHAIR, address("print", pk=case.pk), "print"),
        "representation": (people.OPENER, address("representation"), "representation"),
        "settle-objection": (administrator, address("settle-objection", pk=right.pk), "representations"),
        "file": (people.CHAIR, address("file", pk=case.pk, file=file.pk), "file"),
        "act": (people.CHAIR, act_address(case, "convene"), "act"),
        "do": (people.CHAIR, address("do", pk=case.pk, act="add_note"), "act"),
        **{each: (people.CHAIR, address(each) + "?who=1", "desk") for each in ("desk", "desk-all", "desk-free")},
        "representations": (administrator, address("representations"), "representations"),
        "end-representation": (administrator, address("end-representation", pk=right.pk), "representations"),
        "audit-official": (auditor, address("audit-official", person=person), "audit"),
        "audit": (auditor, address("audit", what="searches"), "audit"),
        "audit-csv": (auditor, address("audit-csv", what="searches"), "audit"),
    }
    for name, (who, place, page) in places.items():
        assert _recorded_by(full.client(who), place) == (200, {page}), name
    full.do(people.CHAIR, case, "take_case")
    assert _recorded_by(chair, address("desk-mine") + "?who=1") == (200, {"desk"})


def test_a_ballot_and_a_letter_record_the_look(full: House) -> None:
    case = _case(full)
    full.act(people.CHAIR, case, "convene")
    assert _recorded_by(full.client(people.CHAIR), address("ballot", pk=case.pk, body="commission")) == (200, {"act"})
    letter = _letter(full)
    place = address("letter", pk=letter.case_id, number=letter.pk)
    assert _recorded_by(full.client(people.PERSONNEL), place) == (200, {"letter"})


def test_a_letter_on_its_way_records_at_whose_name_and_address_the_office_looks(full: House) -> None:
    row, client = on_its_way(), full.client(people.PERSONNEL)
    somebody = Participant.objects.exclude(person=full.person(people.PERSONNEL)).exclude(case=row.letter.case).first()
    Letter.objects.filter(pk=row.letter_id).update(participant=somebody)
    assert _recorded_by(client, address("sending-one", pk=row.pk)) == (200, {"sending"})
    for name in ("sending-way", "sending-hand", "sending-back", "sending-arrived"):  # shown where the form is refused
        assert _recorded_by(client, address(name, pk=row.pk), {"way": "pigeon"}) == (422, {"sending"}), name
    home = "Klusā iela 5\r\nKlusums, LV-0000"
    client.post(address("sending-way", pk=row.pk), {"way": "registered", "address": home})
    client.post(address("sending"), {"office": row.office})
    batch = Dispatch.objects.get(pk=row.pk).batch_id
    for name in ("post-batch", "post-batch-print"):
        assert _recorded_by(client, address(name, number=batch)) == (200, {"sending"}), name


def test_taking_a_case_out_and_putting_it_right_record_the_look(full: House) -> None:
    case, chair = _case(full), full.client(people.CHAIR)
    assert _recorded_by(chair, address("export", pk=case.pk)) == (200, set()), "the page before names nobody"
    assert _recorded_by(chair, address("export", pk=case.pk), {}) == (200, {"export"})
    assert _recorded_by(chair, address("rectify", pk=case.pk)) == (200, {"act"})
    event = Event.objects.filter(stream=case.pk).earliest("position")
    assert _recorded_by(chair, address("proof", pk=case.pk, event=event.pk)) == (200, {"receipt-of-act"})


def test_every_operation_that_shows_personal_data_records_the_look(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "PACE", Pace(1e6, 1e6))
    case = _case(full)
    letter = _letter(full)
    looks = {
        "get-case": (people.CHAIR, f"/cases/{case.pk}", "api-case"),
        "get-letter": (people.PERSONNEL, f"/cases/{letter.case_id}/letters/{letter.pk}", "api-letter"),
    }
    assert {each.id for each in routes.operations() if each.personal} == set(looks)
    for name, (who, path, page) in looks.items():
        last = ReadEvent.objects.latest("pk").pk if ReadEvent.objects.exists() else 0
        assert program(full, who).look(path).status_code == 200, name
        event = ReadEvent.objects.filter(pk__gt=last).latest("pk")
        assert (event.page, event.end_user, event.purpose) == (page, "j.ozols", "checking the deadline")


def test_operations_that_record_nothing_tell_nobodys_name_and_no_content(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "PACE", Pace(1e6, 1e6))
    case, theirs = _case(full), program(full, people.CHAIR)
    given = {"{case}": str(case.pk), "{slug}": "ethics-report", "{procedure}": "ethics-report", "{institution}":
             "parauga-dienests", "{act}": "vpd-ethics-code-2026", "{address}": "25"}  # fmt: skip
    private = [full.person(name).family_name for name in (people.OPENER, people.ACCUSED)]
    asked = 0
    for operation in routes.operations():
        if operation.writes or operation.personal:
            continue
        path = operation.path
        for name, value in given.items():
            path = path.replace(name, value)
        answer = theirs.ask(path)
        text = answer.content.decode()
        asked += answer.status_code == 200
        for word in (*private, "Kanārijputniņš"):
            assert word not in text, (operation.path, word)
    assert asked >= 10
