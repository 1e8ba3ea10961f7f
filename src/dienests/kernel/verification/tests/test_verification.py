"""By number and code one learns what a letter is and whether it holds; without the code, nothing."""

from datetime import timedelta

import pytest

from dienests.kernel.access.refusals import TooOften
from dienests.kernel.cases.tests.house.people import AT, House, later
from dienests.kernel.dispatch.arranging import arrange
from dienests.kernel.letters import codes, register, sealing
from dienests.kernel.letters.amending import approve
from dienests.kernel.letters.models import Letter
from dienests.kernel.letters.tests.test_amending import a_sealed, appoint_second_clerk, proposed
from dienests.kernel.log import sealing as log_sealing
from dienests.kernel.log.streams import SYSTEM, Stream, history
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.signatures.verifying import examine
from dienests.kernel.verification.asking import WRONG_PER_HOUR, ask
from dienests.kernel.verification.original import original
from dienests.kernel.verification.paper import Paper
from dienests.kernel.verification.standing import Holds


def found(letter: Letter) -> Paper:
    paper = ask(number=letter.number, code=codes.code_of(letter.uid), at=later(9))
    assert paper is not None
    return paper


def amended(house: House, first: Letter, kind: str) -> Letter:
    return approve(amendment=proposed(house, first, kind=kind).pk, actor=house.actor("peter"), at=later(2))


def test_a_letter_is_told_with_its_seal_its_receipts_and_its_way(house: House) -> None:
    letter = a_sealed(house)
    arrange(at=AT)
    paper = found(letter)
    assert (paper.standing.holds, paper.level, paper.sha256) == (Holds.VALID, "B-LT", letter.sha256)
    assert (paper.institution, paper.sent_on) == (house.institution.name, AT.date())
    assert paper.decided.startswith("c2sp.org/tlog-proof@v1")
    assert paper.left == "", "its sending is not in the public log yet"
    log_sealing.seal(at=later(1))
    assert found(letter).left.startswith("c2sp.org/tlog-proof@v1")


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "plain"])
def test_number_and_code_are_read_as_people_type_them(house: House, typed: str) -> None:
    letter = a_sealed(house)
    code = codes.code_of(letter.uid)
    given = {"lower": code.lower(), "plain": code.replace("-", "")}.get(typed, typed.format(code))
    assert ask(number=f" {letter.number.lower()} ", code=given, at=AT) is not None


@pytest.mark.parametrize("typed", ["Izsūtne/2026/1", "IZSŪTNE/2026/1", "izsūtne / 2026 / 1", "Izsu\u0304tne/2026/1"])
def test_a_number_is_found_in_whichever_case_its_register_is_typed(house: House, typed: str) -> None:
    set_parameter(
        institution=house.institution, slug=register.PARAMETER, value="Izsūtne", basis="rules", valid_from=AT.date(),
        by=SYSTEM, at=AT,
    )  # fmt: skip
    letter = a_sealed(house)
    assert letter.number == "Izsūtne/2026/1"
    code = codes.code_of(letter.uid)
    assert ask(number=typed, code=code, at=AT) is not None
    for other in ("Izsutne/2026/1", "Izsūtne/2026/2", "Izsūtne/2025/1", "zsūtne/2026/1"):
        assert ask(number=other, code=code, at=AT) is None


def test_without_the_right_code_nothing_is_told_and_the_right_one_is_always_answered(house: House) -> None:
    letter = a_sealed(house)
    for _ in range(WRONG_PER_HOUR):
        assert ask(number=letter.number, code="AAAA-AAAA-AAAA-AAAA", at=AT) is None
    with pytest.raises(TooOften, match="Too many wrong codes"):
        ask(number=letter.number, code="AAAA-AAAA-AAAA-AAAA", at=AT)
    assert ask(number=letter.number, code=codes.code_of(letter.uid), at=AT) is not None
    assert ask(number="V/2026/999", code="AAAA-AAAA-AAAA-AAAA", at=AT) is None, "other numbers are not held up"
    assert ask(number=letter.number, code="AAAA-AAAA-AAAA-AAAA", at=AT + timedelta(hours=2)) is None


@pytest.mark.parametrize(
    ("number", "code"), [("", ""), ("V" * 5000, "A" * 5000), ("%", "%"), ("V/2026/1", "\x00"), ("ī", "ņ")]
)
def test_whatever_is_typed_finds_no_letter(house: House, number: str, code: str) -> None:
    a_sealed(house)
    assert ask(number=number, code=code, at=AT) is None


def test_a_correction_and_a_revocation_show_on_the_first_letter_and_name_it(house: House) -> None:
    first = a_sealed(house)
    appoint_second_clerk(house)
    correction = amended(house, first, "corrects")
    assert (found(first).standing.holds, found(first).standing.by) == (Holds.CORRECTED, (correction,))
    assert (found(correction).standing.holds, found(correction).corrects) == (Holds.VALID, first)
    revocation = amended(house, first, "revokes")
    assert (found(first).standing.holds, found(first).standing.by) == (Holds.REVOKED, (revocation,))


def test_a_correction_that_was_revoked_itself_changes_nothing(house: House) -> None:
    first = a_sealed(house)
    appoint_second_clerk(house)
    correction = amended(house, first, "corrects")
    sealing.run(at=later(3))
    correction.refresh_from_db()
    amended(house, correction, "revokes")
    assert found(correction).standing.holds == Holds.REVOKED
    assert found(first).standing.holds == Holds.VALID


def test_the_original_is_shown_to_whoever_has_the_code_and_that_is_noted(house: House) -> None:
    letter = a_sealed(house)
    assert original(letter=letter, at=later(1)) == sealing.sealed_pdf(letter)
    assert history(Stream("letter", letter.uid))[-1].act == "shown-by-code"


def test_a_file_is_recognised_byte_for_byte_and_told_whether_it_holds(house: House) -> None:
    letter = a_sealed(house)
    pdf = sealing.sealed_pdf(letter)
    known = examine(pdf, at=later(1)).known
    assert known is not None
    assert (known.number, known.state) == (letter.number, "valid")
    appoint_second_clerk(house)
    amended(house, letter, "revokes")
    again = examine(pdf, at=later(3)).known
    assert again is not None
    assert again.state == "revoked"
    assert examine(pdf[:-1] + b"x", at=later(1)).known is None
