"""Files that are broken or made to hurt: each has its own verdict, none hurts; no database."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dienests.kernel.signatures.anchors import material
from dienests.kernel.signatures.examination.examine import MOST_BYTES
from dienests.kernel.signatures.examination.examine import examine as examine_here
from dienests.kernel.signatures.examination.facts import Facts
from dienests.kernel.signatures.sealing import seal
from dienests.kernel.signatures.tests.documents import letter
from dienests.kernel.signatures.tests.hurting import HURTFUL
from dienests.kernel.signatures.tests.signing import AT, gap
from dienests.kernel.signatures.verifying import examine

LATER = AT + timedelta(days=1)


@cache
def sealed() -> bytes:
    return seal(letter(), level="B-LT", at=AT)


def _here(pdf: bytes) -> Facts:
    return examine_here(pdf, at=LATER, material=material(LATER))


def _locked(password: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(letter())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="one", user=password))
    return out.getvalue()


@pytest.mark.parametrize("name", HURTFUL)
def test_a_hurtful_file_is_ended_or_called_what_it_is(name: str) -> None:
    verdict = examine(HURTFUL[name](), at=LATER)
    assert verdict.facts.state in ("unreadable", "unsigned", "not_valid")
    assert verdict.lines
    assert verdict.lines[0].text
    assert examine(sealed(), at=LATER).facts.state == "valid", "the next one is examined as if nothing had been"


@pytest.mark.parametrize(
    ("content", "reason", "words"),
    [
        (b"", "empty", "empty"),
        (b"just text", "not_pdf", "no PDF"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.etsi.asic-e+zip" + bytes(99), "container", "ASiC"),
        (b"PK\x03\x04" + bytes(99), "not_pdf", "no PDF"),
        (letter()[:9000], "damaged", "damaged"),
        (b"%PDF-1.7\n" + bytes(5000), "damaged", "damaged"),
        (_locked("two"), "encrypted", "password"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(content: bytes, reason: str, words: str) -> None:
    from django.utils.translation import override

    with override("en"):
        verdict = examine(content, at=LATER)
    assert (verdict.facts.state, verdict.facts.reason, verdict.exit_code) == ("unreadable", reason, 2)
    assert words in verdict.lines[0].text


def test_a_document_that_opens_without_asking_is_examined_though_locked() -> None:
    assert examine(_locked(""), at=LATER).facts.state == "unsigned"


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    verdict = examine(large, at=LATER)
    assert (verdict.facts.reason, verdict.facts.size, verdict.facts.sha256) == ("too_large", 200_000_000, "")
    assert examine(bytes(MOST_BYTES + 1), at=LATER).facts.reason == "too_large"


# A byte that means something to whoever reads the structure of a file, or any other.
BYTES = st.sampled_from(list(b"+-./<>()[]{}%#\\ \n0R")) | st.integers(0, 255)


@given(st.data())
@settings(max_examples=300)
def test_one_changed_byte_anywhere_is_noticed(data: st.DataObject) -> None:
    whole = sealed()
    place = data.draw(st.integers(0, len(whole) - 1), label="place")
    other = data.draw(BYTES.filter(lambda value: value != whole[place]), label="value")
    facts = _here(whole[:place] + bytes([other]) + whole[place + 1 :])
    assert facts.state != "valid"


@pytest.mark.parametrize("number", [b"0+595.2756", b"0 5-5.2756", b"0 595.2.56"])
def test_a_number_that_is_none_is_noticed_like_any_other_change(number: bytes) -> None:
    changed = sealed().replace(b"0 595.2756", number)
    assert changed != sealed()
    assert _here(changed).state == "not_valid"


@given(st.data())
@settings(max_examples=100)
def test_one_changed_byte_of_the_signature_is_noticed(data: st.DataObject) -> None:
    whole = sealed()
    start, end = gap(whole)
    place = data.draw(st.integers(start, end - 1), label="place")
    other = data.draw(st.sampled_from([each for each in b"0123456789abcdefABCDEF" if each != whole[place]]))
    assert _here(whole[:place] + bytes([other]) + whole[place + 1 :]).state != "valid"


@given(st.integers(1, 40_000))
@settings(max_examples=40)
def test_a_truncated_document_is_never_valid(missing: int) -> None:
    assert _here(sealed()[: max(0, len(sealed()) - missing)]).state != "valid"


def _shortened(replacement: Callable[[bytes], bytes]) -> bytes:
    """Return the sealed document whose signature gap is filled in another way, as long as before."""
    whole = sealed()
    start, end = gap(whole)
    new = replacement(whole[start:end])
    assert len(new) == end - start
    return whole[:start] + new + whole[end:]


@pytest.mark.parametrize(
    "forged",
    [
        _shortened(lambda old: old[:-61] + b">" + b" " * 60),
        _shortened(lambda old: old[:-101] + b">/ByteRange[0 9 99 9]" + b" " * 80),
        _shortened(lambda old: old[:-61] + b" " * 60 + b">"),
        _shortened(lambda old: old[:-601] + old[-601:].swapcase()),
        _shortened(lambda old: old[:-3] + b"01>"),
        re.sub(rb"/ByteRange ?\[(\d+) ", lambda found: found[0].replace(found[1], b"1"), sealed()),
        re.sub(rb"/ByteRange", b"/BiteRange", sealed()),
        re.sub(rb"/SubFilter ?/ETSI.CAdES.detached", b"/SubFilter/ETSI.CAdES.attached", sealed()),
    ],
)
def test_a_moved_or_hollowed_signature_does_not_hold(forged: bytes) -> None:
    assert forged != sealed()
    facts = _here(forged)
    assert facts.state in ("not_valid", "unreadable")


def test_a_signature_taken_from_another_document_does_not_hold() -> None:
    other = seal(letter("Cits"), at=AT)
    (start, end), (first, last) = gap(sealed()), gap(other)
    # How much room a seal leaves follows the lengths of its certificates: the rest of the room is zeros.
    signature = other[first : last - 1].rstrip(b"0")
    taken = signature + b"0" * (end - start - 1 - len(signature)) + b">"
    assert len(taken) == end - start
    facts = _here(sealed()[:start] + taken + sealed()[end:])
    assert facts.state == "not_valid"
    assert facts.signatures[0].reasons[0] == "changed"
