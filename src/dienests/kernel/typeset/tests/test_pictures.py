"""Words that cannot be printed are told of beforehand, by the very fonts that print."""

import sys

import pytest

from dienests.kernel.typeset import pictures
from dienests.kernel.typeset.setting import MissingGlyph, pdf_of
from dienests.kernel.typeset.tests.given import a_sheet


def test_every_sign_that_is_let_through_unasked_has_a_picture_in_every_cut() -> None:
    signs = [chr(code) for code in range(sys.maxunicode) if pictures.KNOWN.fullmatch(chr(code))]
    assert len(signs) > 300
    text = " ".join(signs)
    words = [{"t": text}, {"t": text, "b": True}, {"t": text, "i": True}]
    assert pdf_of(a_sheet(body=[{"kind": "p", "text": words}]))


@pytest.mark.parametrize("sign", ["\N{SLIGHTLY SMILING FACE}", "\N{RIGHTWARDS ARROW}", "漢", "\u009f"])
def test_a_sign_without_a_picture_is_named(sign: str) -> None:
    with pytest.raises(MissingGlyph) as error:
        pictures.check(f"room {sign} five")
    assert error.value.signs == sign


@pytest.mark.parametrize("text", ["", "Glāžšķūņa rūķīši – “koncertflīģeļu” € 5", "Ωμέγα, Київ", "\ufffc", "a\tb\r\nc"])
def test_what_the_font_has_is_let_through(text: str) -> None:
    pictures.check(text)
