"""The PDF that a sheet becomes, looked into by programs written elsewhere (pikepdf, pypdf, zxing)."""

import io
import re

import pikepdf
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from dienests.kernel.typeset import setting
from dienests.kernel.typeset.markup import MarkupRefused, blocks
from dienests.kernel.typeset.setting import MissingGlyph, TypesettingFailed, pdf_of
from dienests.kernel.typeset.tests.given import ADDRESS, a_sheet, tags_of, words_of

LATVIAN = "AĀBCČDEĒFGĢHIĪJKĶLĻMNŅOPRSŠTUŪVZŽaābcčdeēfgģhiījkķlļmnņoprsštuūvzž"
CODE = '#panic("x") $a^2$ \\u{41} *b* _i_ `c` <l> @r [x] {y} // z /* w */ ~ = - + "quoted" \' <!-- & -->'


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf_of(a_sheet())))


def test_it_says_that_it_keeps_both_standards_and_brings_its_colours(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as told:
        assert (told["pdfaid:part"], told["pdfaid:conformance"], told["pdfuaid:part"]) == ("2", "A", "1")
        assert told["dc:title"] == "Atbilde uz Jūsu sūdzību"
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_its_language_title_and_marks_are_told_to_a_screen_reader(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "lv"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pikepdf.open(io.BytesIO(pdf_of(a_sheet(lang="en")))).Root.Lang) == "en"


def test_its_parts_are_tagged_in_the_order_of_reading(pdf: pikepdf.Pdf) -> None:
    tags = [str(each.S) for each in tags_of(pdf)]
    assert tags.index("/H1") < tags.index("/H2") < tags.index("/Figure")
    assert {"/L", "/LI", "/Table", "/TH", "/TD", "/Link"} <= set(tags)
    assert tags.count("/TH") == 2
    assert all("/Alt" in each for each in tags_of(pdf) if str(each.S) == "/Figure")


def test_it_carries_its_fonts_and_no_program(pdf: pikepdf.Pdf) -> None:
    fonts = [
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    assert all("/FontFile2" in each or "/FontFile3" in each for each in fonts)
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
    assert not [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/JS" in each]


def test_the_picture_reads_back_as_the_address() -> None:
    drawn = setting._compiler().compile(format="png", ppi=150, sys_inputs={"sheet": a_sheet(proof=None).written()})
    pages = drawn if isinstance(drawn, list) else [drawn]
    found = [code.text for page in pages for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))]
    assert found == [ADDRESS]


def test_every_latvian_letter_is_printed_and_read_back() -> None:
    assert LATVIAN in re.sub(r"\s", "", words_of(pdf_of(a_sheet(addressee=[LATVIAN]))))


def test_a_name_of_200_characters_is_printed_whole() -> None:
    name = "Ķērpjukrūmiņa-" * 14 + "Žēģes"
    assert len(name) > 200
    assert re.sub(r"\s", "", name) in re.sub(r"\s", "", words_of(pdf_of(a_sheet(addressee=[name], title=name))))


def test_a_letter_of_forty_pages_is_numbered_through() -> None:
    made = pdf_of(a_sheet(body=blocks("<p>Šis teikums ir gana garš, lai rinda būtu pilna. Un vēl viens.</p>" * 1700)))
    pages = len(pikepdf.open(io.BytesIO(made)).pages)
    assert pages >= 40
    assert f"{pages} / {pages}" in words_of(made)


@pytest.mark.parametrize("place", ["title", "issuer", "marks", "addressee", "signature", "footer"])
def test_what_looks_like_code_is_printed_as_it_stands(place: str) -> None:
    value = CODE if place in ("title", "footer") else [CODE]
    assert re.sub(r"\s", "", CODE) in re.sub(r"\s", "", words_of(pdf_of(a_sheet(**{place: value}))))


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.text(alphabet="#$\\*_`<>@[]{}/~=-+\"'&;:()!%^|.,0aĀ \n", max_size=60))
def test_no_text_is_ever_read_as_code(text: str) -> None:
    sheet = a_sheet(body=[{"kind": "p", "text": [{"t": text}]}], proof=None, check=None, notes=[])
    assert re.sub(r"\s", "", text) in re.sub(r"\s", "", words_of(pdf_of(sheet)))


def test_signs_without_a_picture_are_named() -> None:
    with pytest.raises(MissingGlyph, match=r"“漢” \(U\+6F22\)") as error:
        pdf_of(a_sheet(title="Ceļš uz 漢"))
    assert error.value.signs == "漢"


def test_a_sheet_without_its_optional_parts_is_set() -> None:
    bare = a_sheet(addressee=[], keywords=[], notes=[], signature=[], check=None, proof=None, body=[])
    assert "Atbilde" in words_of(pdf_of(bare))


def test_two_settings_of_one_sheet_are_the_same_file() -> None:
    assert pdf_of(a_sheet()) == pdf_of(a_sheet())


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>a</p><img src='x'>", "<img>"),
        ("<table><tr><td>1</td></tr></table>", "headings"),
        ("<table><tr><th>1</th></tr><tr><td>1</td><td>2</td></tr></table>", "equally long"),
        ("<p><ul><li>x</li></ul></p>", "within a line"),
        ("<ul><li>x</ul>", "closes what is not open"),
        ("<p>x", "never closed"),
        ("<script>x</script>", "<script>"),
    ],
)
def test_a_mark_that_cannot_be_printed_is_refused_by_name(html: str, words: str) -> None:
    with pytest.raises(MarkupRefused, match=re.escape(words)):
        blocks(html)


def test_words_keep_their_spaces_around_marks_and_none_around_breaks() -> None:
    made = blocks("<p>\n Viens <strong>divi</strong>  trīs\n<br>\n četri </p> piecas\u00a0dienas")
    assert made == [
        {
            "kind": "p",
            "text": [{"t": "Viens "}, {"t": "divi", "b": True}, {"t": " trīs"}, {"br": True}, {"t": "četri"}],
        },
        {"kind": "p", "text": [{"t": "piecas\u00a0dienas"}]},
    ]


def test_a_failure_of_the_layout_is_one_sentence() -> None:
    with pytest.raises(TypesettingFailed, match="cannot be set"):
        pdf_of(a_sheet(body=[{"kind": "p", "text": "no list"}]))
