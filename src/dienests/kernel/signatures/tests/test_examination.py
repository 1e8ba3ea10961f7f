"""The examination of documents: honest ones, changed ones and forged ones each get their true verdict; no database."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from dienests.kernel.signatures.anchors import material
from dienests.kernel.signatures.examination.examine import examine
from dienests.kernel.signatures.examination.facts import Facts, Signature
from dienests.kernel.signatures.examination.material import Material
from dienests.kernel.signatures.examination.warming import warm
from dienests.kernel.signatures.sealing import LEVELS, seal
from dienests.kernel.signatures.tests import forging
from dienests.kernel.signatures.tests.documents import letter
from dienests.kernel.signatures.tests.signing import AT

LATER = AT + timedelta(days=1)


@cache
def sealed(level: str = "B-LT") -> bytes:
    return seal(letter(), level=level, at=AT, reason="Lēmums", place="Rīga")


def _facts(pdf: bytes, material_: Material | None = None) -> Facts:
    return examine(pdf, at=LATER, material=material(LATER) if material_ is None else material_)


def _one(pdf: bytes) -> Signature:
    (told,) = _facts(pdf).signatures
    return told


@pytest.mark.parametrize("level", LEVELS)
def test_our_own_seal_is_valid_at_its_level(level: str) -> None:
    facts = _facts(sealed(level))
    assert facts.state == "valid"
    (told,) = facts.signatures
    assert (told.level, told.coverage, told.changes, told.integrity) == (level, "whole_file", "none", "intact")
    assert (told.kind, told.reason, told.place, told.field) == ("seal", "Lēmums", "Rīga", "Seal1")
    assert told.holder is not None
    assert told.holder.state == "development"
    assert told.claimed_at == AT.isoformat()
    assert told.proven_at == ("" if level == "B-B" else AT.isoformat())
    assert facts.pages == 2
    assert Facts.from_json(facts.as_json()) == facts


def test_what_warms_the_ward_is_itself_valid() -> None:
    assert warm() == "valid"


def test_nobody_is_trusted_where_nothing_is_trusted() -> None:
    facts = _facts(sealed(), Material())
    assert facts.state == "undetermined"
    assert facts.signatures[0].reasons == ["stamp_unknown", "certificate_unknown"]
    assert facts.signatures[0].holder is not None
    assert facts.signatures[0].holder.says_development


def test_a_seal_without_its_evidence_is_unchecked_where_no_list_is_at_hand() -> None:
    assert sealed("B-T")
    known = Material(development=material(LATER).development)
    assert _facts(sealed("B-T"), known).signatures[0].reasons == ["stamp_unchecked", "certificate_unchecked"]
    assert _facts(sealed("B-LT"), known).state == "valid", "the lasting seal brings its list"


@pytest.mark.parametrize("level", ["B-B", "B-T"])
def test_evidence_added_later_is_harmless(level: str) -> None:
    facts = _facts(forging.updated(sealed(level), forging.evidence))
    assert facts.state == "valid"
    assert (facts.signatures[0].coverage, facts.signatures[0].changes) == ("revision", "proof")
    assert facts.signatures[0].level == ("B-B" if level == "B-B" else "B-LT")


def test_an_archive_time_stamp_is_harmless_and_lifts_the_level() -> None:
    facts = _facts(forging.archived(sealed()))
    assert facts.state == "valid"
    first, second = facts.signatures
    assert (first.level, first.changes) == ("B-LTA", "proof")
    assert (second.kind, second.state, second.proven_at) == ("document_stamp", "valid", AT.isoformat())


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (forging.other_content, "page:1"),
        (forging.overwritten_content, "page:1"),
        (forging.overlay, "annotations:1"),
        (forging.other_font, "page:1"),
        (forging.one_page_less, "pages"),
        (forging.action, "actions"),
    ],
)
def test_a_harmful_addition_is_told_with_what_it_changes(change: Callable[..., None], seen: str) -> None:
    facts = _facts(forging.updated(sealed(), change))
    assert facts.state == "not_valid"
    (told,) = facts.signatures
    assert told.integrity == "intact", "the signed bytes are as they were"
    assert told.changes == "content"
    assert told.reasons == ["changes_content"]
    assert seen in told.changed


def test_content_that_is_hidden_in_the_signed_document_and_brought_forth_later_is_told() -> None:
    document, later = forging.two_faced()
    forged = forging.with_table(seal(document, at=AT), later)
    with pikepdf.open(BytesIO(forged)) as shown:
        assert b"99" in shown.pages[0].Contents.read_bytes(), "the attack works on a reader"
    told = _one(forged)
    assert (told.state, told.changes, told.integrity) == ("not_valid", "content", "intact")
    assert told.changed == ["page:1"]


def _approved(pdf: bytes) -> bytes:
    """Sign without forbidding additions, as most programs do."""
    from dienests.kernel.signatures import pades

    before, pades._is_first = pades._is_first, lambda _writer: False
    try:
        return seal(pdf, at=AT)
    finally:
        pades._is_first = before


def test_a_form_that_was_filled_in_later_is_no_longer_simply_valid() -> None:
    told = _one(forging.updated(_approved(forging.form()), forging.filled))
    assert (told.state, told.changes, told.changed) == ("amended", "form", ["sum"])


def test_a_form_that_was_filled_in_although_the_seal_forbids_it_is_not_valid() -> None:
    told = _one(forging.updated(seal(forging.form(), at=AT), forging.filled))
    assert (told.state, told.allowed, told.changes) == ("not_valid", "nothing", "form")


def test_a_second_signature_leaves_the_first_valid() -> None:
    facts = _facts(seal(_approved(letter()), at=AT))
    assert [each.state for each in facts.signatures] == ["valid", "valid"]
    assert [each.changes for each in facts.signatures] == ["signatures", "none"]


@pytest.mark.parametrize("loose", [b"%PDF-1.7", b"1 0 obj\n<<>>\nendobj\n", b"x" * 5000])
def test_something_behind_the_document_is_told(loose: bytes) -> None:
    facts = _facts(sealed() + loose)
    assert facts.state in ("not_valid", "unreadable")


def test_an_empty_line_behind_the_document_is_nothing() -> None:
    assert _facts(sealed() + b"\r\n").state == "valid"


def test_an_unsigned_document_is_called_so() -> None:
    assert _facts(letter()).state == "unsigned"


def test_a_letter_of_forty_pages_is_sealed_and_examined() -> None:
    long = letter("Garš lēmums", words=28_500)
    facts = _facts(forging.updated(seal(long, at=AT), forging.overlay))
    assert facts.pages >= 40
    assert facts.signatures[0].changed == ["annotations:1"]
    assert _facts(seal(long, at=AT)).state == "valid"


def test_fonts_that_the_document_does_not_carry_are_told() -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(letter())) as document:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        document.pages[1].Resources.Font.F9 = document.make_indirect(font)
        document.save(out)
    assert "fonts" not in _facts(sealed()).remarks
    facts = _facts(seal(out.getvalue(), at=AT))
    assert (facts.state, facts.remarks) == ("valid", ["fonts"])
