"""From approval to the sealed PDF: the receipt printed, the seal valid, one file whatever is interrupted."""

import hashlib
import io
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from dienests.kernel.cases import outbox
from dienests.kernel.cases.models import Effect
from dienests.kernel.cases.tests.house.models import Visit
from dienests.kernel.cases.tests.house.people import AT, House, later
from dienests.kernel.cases.verbs import perform
from dienests.kernel.files import vault
from dienests.kernel.files.models import StoredFile
from dienests.kernel.letters import codes, register, sealing
from dienests.kernel.letters.auditing import audit
from dienests.kernel.letters.letter import STREAM
from dienests.kernel.letters.models import Letter
from dienests.kernel.letters.register import Register
from dienests.kernel.letters.tests.correspondence import a_case
from dienests.kernel.letters.tests.test_letters import VERDICT, a_visit
from dienests.kernel.log.entry import SYSTEM
from dienests.kernel.log.receipts import receipt_of
from dienests.kernel.log.streams import Stream, history
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.procedures.refusals import Refusal


def _words(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_a_letter_is_numbered_sealed_and_kept(house: House) -> None:
    a_visit(house)
    letter = Letter.objects.get()
    assert (letter.state, letter.number) == ("approved", "V/2026/1")
    assert sealing.run(at=later(1)) == 1
    letter.refresh_from_db()
    pdf = sealing.sealed_pdf(letter)
    assert (letter.state, letter.level, letter.sealed_at) == ("sealed", "B-LT", later(1))
    assert letter.sha256 == hashlib.sha256(pdf).hexdigest() == letter.file.sha256
    text = _words(pdf)
    for words in (VERDICT, letter.number, codes.code_of(letter.uid), house.institution.name_lv):
        assert words in text
    told = [each.act for each in history(Stream(STREAM, letter.uid))]
    assert told == ["approved", "sealed"]
    assert history(Stream(STREAM, letter.uid))[1].payload["sha256"] == letter.sha256


def test_it_prints_the_receipt_of_the_decision_that_it_carries(house: House) -> None:
    a_visit(house)
    sealing.run(at=later(1))
    letter = Letter.objects.get()
    receipt = receipt_of(letter.event, with_content=False)
    text = re.sub(r"\s", "", _words(sealing.sealed_pdf(letter)))
    assert f"index{receipt.index}" in text
    assert re.sub(r"\s", "", receipt.checkpoint.splitlines()[2]) in text, "the root"


def test_the_seal_covers_the_file_and_breaks_with_one_byte(house: House) -> None:
    a_visit(house)
    sealing.run(at=later(1))
    pdf = sealing.sealed_pdf(Letter.objects.get())
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    trusted = ValidationContext(trust_roots=[], allow_fetching=False)
    assert validate_pdf_signature(signature, trusted).intact
    place = pdf.index(b"stream") + 20  # within the first compressed part
    broken = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    [signature] = PdfFileReader(io.BytesIO(broken)).embedded_signatures
    assert not validate_pdf_signature(signature, trusted).intact


def test_a_second_run_and_a_second_process_change_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    a_visit(house)
    letter, real, before = Letter.objects.get(), sealing._keep, vault.lying()

    def overtaken(*given: Any) -> None:
        real(*given)  # another process was quicker
        real(*given)

    monkeypatch.setattr(sealing, "_keep", overtaken)
    sealing.seal_letter(letter.pk, at=later(1))
    first = Letter.objects.get()
    sealing.seal_letter(letter.pk, at=later(2))
    assert Letter.objects.get().sha256 == first.sha256
    assert StoredFile.objects.count() == 1
    assert vault.lying() - before == {first.file_id}
    assert len(history(Stream(STREAM, first.uid))) == 2


@pytest.mark.parametrize("step", ["pdf_of", "seal", "_keep"])
def test_a_run_that_dies_at_any_step_leaves_one_letter_and_one_number(
    house: House, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    a_visit(house)

    def dies(*_given: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sealing, step, dies)
        with pytest.raises(KeyboardInterrupt):
            sealing.run(at=later(1))
    assert Letter.objects.get().state == "approved"
    assert sealing.run(at=later(2)) == 1
    letter = Letter.objects.get()
    assert (letter.number, letter.state, StoredFile.objects.count()) == ("V/2026/1", "sealed", 1)


def test_a_letter_that_fails_waits_and_the_next_one_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    a_visit(house)
    a_visit(house, "dace")
    bad, good = Letter.objects.order_by("pk")
    Letter.objects.filter(pk=bad.pk).update(addressee="漢")
    assert sealing.run(at=later(1)) == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.attempts, bad.failure, good.state) == ("approved", 1, "MissingGlyph", "sealed")
    assert bad.not_before > later(1)
    assert sealing.run(at=later(1)) == 0, "it is put off"


def test_numbers_run_by_register_and_year(house: House) -> None:
    a_visit(house)
    set_parameter(
        institution=house.institution, slug=register.PARAMETER, value="1-12", basis="rules", valid_from=AT.date(),
        by=SYSTEM, at=AT,
    )  # fmt: skip
    a_visit(house, "dace")
    a_visit(house, "berta")
    assert list(Letter.objects.order_by("pk").values_list("number", flat=True)) == [
        "V/2026/1", "1-12/2026/1", "1-12/2026/2",
    ]  # fmt: skip
    assert register.faults() == []


def test_a_gap_is_told(house: House) -> None:
    a_visit(house)
    Register.objects.update(last=2)
    assert "V of 2026 has a gap" in register.faults()[0]


def test_a_letter_that_cannot_be_rendered_takes_no_number(house: House) -> None:
    case = a_case(house)
    perform(case=case, action="refuse", actor=house.actor("karl"), at=AT, fields={"verdict": "no"})
    outbox.run_pending(at=AT)
    assert not Letter.objects.exists()
    assert Effect.objects.get(kind="sends").failure == "MissingValue"
    assert not Register.objects.filter(last__gt=0).exists()
    Visit.objects.filter(pk=case.pk).update(note="now it is there")
    outbox.run_pending(at=later(1))
    assert Letter.objects.get().number == "V/2026/1"


def test_an_act_with_words_that_its_letter_cannot_print_is_refused(house: House) -> None:
    case = a_case(house)
    given = {"verdict": "welcome \N{SLIGHTLY SMILING FACE}"}
    with pytest.raises(Refusal, match="cannot be printed") as refused:
        perform(case=case, action="refuse", actor=house.actor("karl"), at=AT, fields=given)
    assert set(refused.value.fields) == {"verdict"}
    case.refresh_from_db()
    assert case.stage == "asked"
    with pytest.raises(Refusal, match="cannot be printed"):
        a_case(house, note="\N{RIGHTWARDS WHITE ARROW}")
    assert a_case(house, reason="\N{SLIGHTLY SMILING FACE}"), "no letter prints the reason"


def test_a_letter_that_cannot_be_printed_takes_no_number_and_says_so(house: House) -> None:
    case = a_case(house, note="as agreed")
    Visit.objects.filter(pk=case.pk).update(note="漢")  # as it may stand there from a time when nobody asked
    perform(case=case, action="refuse", actor=house.actor("karl"), at=AT, fields={"verdict": "no"})
    outbox.run_pending(at=AT)
    assert Effect.objects.get(kind="sends").failure == "MissingGlyph"
    assert not Letter.objects.exists()
    assert not Register.objects.filter(last__gt=0).exists()


@pytest.mark.parametrize(
    "change", [{"number": "V/2026/9"}, {"serial": 9}, {"sent_at": later(9)}, {"language": "xx"}, {"sha256": "0" * 64}]
)
def test_the_database_keeps_a_sealed_letter_as_it_is(house: House, change: dict[str, Any]) -> None:
    a_visit(house)
    sealing.run(at=later(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.all().delete()


def test_the_code_is_known_to_the_key_alone(house: House) -> None:
    a_visit(house)
    letter = Letter.objects.get()
    code = codes.code_of(letter.uid)
    assert re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", code)
    assert codes.matches(letter.uid, code.lower().replace("-", " "))
    assert not codes.matches(letter.uid, code[:-1] + ("A" if code[-1] != "A" else "B"))
    assert code not in str(Letter.objects.values().get())


def test_an_audit_names_gaps_and_files_that_are_not_what_was_sealed(house: House) -> None:
    a_visit(house)
    sealing.run(at=later(1))
    found = audit()
    assert (found.numbered, found.sealed, found.gone, found.faults) == (1, 1, 0, [])
    letter = Letter.objects.get()
    vault.put(letter.file_id, vault.ORIGINAL, b"another file", subject=letter.case_id)
    assert audit().faults == ["Letter V/2026/1: the file is not the one that was sealed."]
    vault.destroy(letter.case_id)
    assert (audit().gone, audit().faults) == (1, [])
    Register.objects.update(last=3)
    assert "has a gap" in audit().faults[0]
