"""Letters on the pages: from the desk through draft, objection and approval to the sealed file; who sees what."""

import io
from typing import Any

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from pypdf import PdfReader

from dienests.kernel.access.models import ReadEvent
from dienests.kernel.cases.models import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.models import Letter, Opinion
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, act_address, address, main_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def _case(state: str) -> Draft:
    return Draft.objects.filter(state=state).latest("opened_at")


def _step(house: House, who: str, draft: Draft, step: str, **given: Any) -> Any:
    draft.refresh_from_db()
    return house.client(who).post(
        address("letter-draft", pk=draft.pk), {"step": step, "revision": draft.revision, **given}
    )


def test_the_act_that_sends_an_approved_letter_leads_to_its_draft(house: House) -> None:
    draft = _case("drafting")
    answer = house.client(people.PERSONNEL).get(act_address(draft.case, "inform"))
    assert answer.headers["Location"] == address("draft-letter", pk=draft.case_id, action="inform")
    assert address("letter-draft", pk=draft.pk) in main_of(
        house.client(people.PERSONNEL).get(answer.headers["Location"])
    )


def test_a_letter_goes_from_words_to_a_sealed_file(house: House) -> None:
    draft = _case("drafting")
    assert _step(house, people.PERSONNEL, draft, "write", message="Atbilde.", language="en").status_code == 302
    assert _step(house, people.PERSONNEL, draft, "submit").status_code == 302
    answer = _step(house, people.CHAIR, draft, "object", words="Par īsu.", wording="Garāka atbilde.")
    assert answer.status_code == 302
    shown = main_of(house.client(people.PERSONNEL).get(address("letter-draft", pk=draft.pk)))
    assert shown.index("Par īsu.") < shown.index("Garāka atbilde.")
    assert _step(house, people.PERSONNEL, draft, "take", opinion=Opinion.objects.latest("pk").pk).status_code == 302
    assert str(draft.pk) in main_of(house.client(people.HEAD).get(address("letters")))
    assert _step(house, people.HEAD, draft, "approve").status_code == 302
    letter = Letter.objects.get(draft=draft)
    place = address("letter-pdf", pk=letter.case_id, number=letter.pk)
    answer = house.client(people.PERSONNEL).get(place)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert letter.number in text
    assert "Garāka atbilde." in text
    assert "Good day" in text, "the letter is written in the language that was chosen"
    assert house.client(people.PERSONNEL).get(place).content == answer.content, "there is one file"


def test_who_has_no_part_finds_neither_draft_nor_preview_nor_file(house: House) -> None:
    draft, letter = _case("agreeing"), Letter.objects.filter(slug="reply").latest("pk")
    for who in (people.OPENER, people.MEMBER, people.ADMINISTRATOR):
        for name in ("letter-draft", "letter-preview"):
            assert house.client(who).get(address(name, pk=draft.pk)).status_code == 404
        place = address("letter-pdf", pk=letter.case_id, number=letter.pk)
        assert house.client(who).get(place).status_code == 404
        assert str(draft.pk) not in main_of(house.client(who).get(address("letters")))


def test_a_briefed_office_reads_the_brief_and_not_the_case(house: House) -> None:
    draft = Draft.objects.get(brief__isnull=False)
    bureau = "Ābolkrasta"
    shown = main_of(house.client(bureau).get(address("letter-draft", pk=draft.pk)))
    assert "Lūdzu, sagatavojiet īsu atbildi." in shown
    assert 'name="step" value="write"' in shown
    for step in ("brief", "submit", "drop"):
        assert f'name="step" value="{step}"' not in shown


def test_steps_that_do_not_fit_are_told_and_keep_what_was_typed(house: House) -> None:
    draft = _case("approving")
    stale = house.client(people.HEAD).post(
        address("letter-draft", pk=draft.pk), {"step": "approve", "revision": draft.revision - 1}
    )
    assert stale.status_code == 409
    empty = _step(house, people.HEAD, draft, "return", words="", wording="Cita redakcija.")
    assert empty.status_code == 422
    assert "Cita redakcija." in main_of(empty)
    assert _step(house, people.PERSONNEL, draft, "approve").status_code == 403
    assert _step(house, people.HEAD, draft, "nonsense").status_code == 404
    assert Draft.objects.get(pk=draft.pk).state == "approving"


def test_a_preview_is_a_file_without_number(house: House) -> None:
    answer = house.client(people.HEAD).get(address("letter-preview", pk=_case("approving").pk))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "PROJEKTS" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


def test_looks_at_a_draft_are_told_to_whom_it_is_for(house: House) -> None:
    draft, who = _case("approving"), house.person(people.OPENER)
    Participant.objects.create(case=draft.case, role="complainant", person=who)
    for name in ("letter-draft", "letter-preview"):
        assert house.client(people.HEAD).get(address(name, pk=draft.pk)).status_code == 200
        event = ReadEvent.objects.latest("pk")
        assert (event.person, event.page, event.purpose) == (who.pk, "letter-draft", "head")


def test_whoever_sent_something_gets_a_sealed_receipt_without_sealed_words(house: House) -> None:
    case = house.breach("Kanārijputniņš stāsta.")
    place = address("receipt-pdf", pk=case.pk)
    assert place in main_of(house.client(people.OPENER).get(address("receipt", pk=case.pk)))
    answer = house.client(people.OPENER).get(place)
    assert answer.headers["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for words in (case.number, "tlog-proof", "Ētikas", _moment(case)):
        assert words in text
    assert "Kanārijputniņš" not in text
    assert b"/ByteRange" in answer.content, "it is sealed"
    for other in (people.CHAIR, people.ADMINISTRATOR):
        assert house.client(other).get(place).status_code == 404


def _moment(case: Case) -> str:
    return date_format(localtime(case.opened_at), "d.m.Y. H:i")


def test_the_sealed_letter_is_read_by_its_addressee_and_the_look_of_others_is_recorded(
    house: House,
) -> None:
    case = house.breach("Stāsts.")
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "dismiss", result="Nav pārkāpuma.")
    house.act(people.PERSONNEL, case, "inform", message="Komisija lietu izskatīja.")
    letter, before = Letter.objects.get(case=case), ReadEvent.objects.count()
    place = address("letter-pdf", pk=case.pk, number=letter.pk)
    text = PdfReader(io.BytesIO(house.client(people.OPENER).get(place).content)).pages[0].extract_text()
    assert "Komisija lietu izskatīja." in text
    assert house.person(people.OPENER).family_name not in text, "who drafts does not know who reported"
    assert ReadEvent.objects.count() == before
    assert house.client(people.PERSONNEL).get(place).status_code == 200
    assert ReadEvent.objects.latest("pk").page == "letter-pdf"


def test_the_case_is_answered_by_the_approval_alone(house: House) -> None:
    draft = _case("approving")
    house.client(people.PERSONNEL).post(act_address(draft.case, "inform"), {"message": "Apiets.", "revision": "1"})
    assert Case.objects.get(pk=draft.case_id).stage == "answering"
