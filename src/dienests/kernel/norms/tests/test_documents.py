"""Official texts that come as PDF or as Word documents are read as the same words."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from dienests.kernel.norms import outline
from dienests.kernel.norms.findings import Report, find
from dienests.kernel.norms.reading import UnreadableText, read
from dienests.kernel.norms.tests.documents import archive, docx, pages, paragraph, pdf
from dienests.kernel.norms.tests.texts import source
from dienests.kernel.norms.text import clean, running

LEVEL = '<w:lvl w:ilvl="{0}"><w:start w:val="{1}"/><w:numFmt w:val="{2}"/><w:lvlText w:val="{3}"/></w:lvl>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + LEVEL.format(0, 1, "decimal", "%1.")
    + LEVEL.format(1, 1, "decimal", "%1.%2.")
    + LEVEL.format(2, 1, "lowerLetter", "%3)")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    + LEVEL.format(0, 1, "bullet", "\uf0b7")
    + LEVEL.format(1, 3, "upperRoman", "%2.")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
)


def _read(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    kept, text = read(path)
    assert kept == data
    return text


def _is_whole(report: Report) -> bool:
    whole = tuple(each.address for each in outline.act(report.act).provisions)
    return (report.found, report.missing, report.extra, report.renumbered, report.reworded) == (whole, (), (), (), ())


@pytest.mark.parametrize("slug", outline.slugs())
def test_a_pdf_of_an_official_text_has_every_provision(tmp_path: Path, slug: str) -> None:
    lines = [line.strip() for line in source(slug).read_text(encoding="utf-8").split("\n")]
    text = _read(tmp_path, "akts.pdf", pdf(pages("\n".join(line for line in lines if line))))
    assert _is_whole(find(outline.act(slug), text).report)


@pytest.mark.parametrize("slug", outline.slugs())
def test_a_word_document_of_an_official_text_has_every_provision(tmp_path: Path, slug: str) -> None:
    lines = source(slug).read_text(encoding="utf-8").split("\n")
    text = _read(tmp_path, "akts.docx", docx("".join(paragraph(line) for line in lines if line.strip())))
    assert _is_whole(find(outline.act(slug), text).report)


def test_the_pages_of_a_pdf_are_parted_and_page_numbers_go(tmp_path: Path) -> None:
    text = _read(tmp_path, "akts.pdf", pdf(["Pirmā lapa\n1", "Otrā lapa\n2"]))
    assert text == "Pirmā lapa\n1\n\fOtrā lapa\n2\n\f"
    assert running(clean(text)) == "Pirmā lapa Otrā lapa"


def test_numbers_and_bullets_that_word_draws_are_read(tmp_path: Path) -> None:
    body = (
        paragraph("Pirmais", level=(1, 0))
        + paragraph("apakšpunkts", level=(1, 1))
        + paragraph("burts", level=(1, 2))
        + paragraph("vēl viens burts", level=(1, 2))
        + paragraph("otrs apakšpunkts", level=(1, 1))
        + paragraph("Bez numura")
        + paragraph("Otrais", style="Punkts")
        + paragraph("tā pirmais", level=(1, 1))
        + paragraph("lode", level=(2, 0))
        + paragraph("romiešu", level=(2, 1))
        + paragraph("cits saraksts", level=(9, 0))
    )
    styles = '<w:style w:styleId="Punkts"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    text = _read(tmp_path, "akts.docx", docx(body, numbering=NUMBERING, styles=styles))
    assert text.split("\n") == [
        "1. Pirmais", "1.1. apakšpunkts", "a) burts", "b) vēl viens burts", "1.2. otrs apakšpunkts", "Bez numura",
        "2. Otrais", "2.1. tā pirmais", "• lode", "III. romiešu", "cits saraksts",
    ]  # fmt: skip


def test_a_footnote_of_word_follows_its_paragraph(tmp_path: Path) -> None:
    notes = f'<w:footnote w:id="4">{paragraph("Piezīme par likumu.")}</w:footnote>'
    body = paragraph("Iestāde atbild", note=4) + paragraph("Tālāk", note=99)
    text = _read(tmp_path, "akts.docx", docx(body, footnotes=notes))
    assert text.split("\n") == ["Iestāde atbild1", "1 Piezīme par likumu.", "Tālāk"]


def test_what_word_hides_is_not_read(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Paliek</w:t></w:r><w:del><w:r><w:delText>dzēsts</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t xml:space='preserve'> ielikts</w:t></w:r></w:ins>"
        "<w:r><w:noBreakHyphen/><w:t>e</w:t><w:softHyphen/><w:t>pasts</w:t><w:br/><w:t>rinda</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>šūna</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert _read(tmp_path, "akts.docx", docx(body)) == "Paliek ielikts-e\u00adpasts\nrinda\nšūna"


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (pdf(["Vārdi lapā"])[:300], "a damaged PDF document"),
        (pdf([""]), "without any words, as a scan is"),
        (docx(paragraph(" ")), "without any words"),
        (archive({"word/document.xml": "<broken"}), "a damaged Word document"),
        (archive({"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "a damaged Word document"),
        (archive({"xl/workbook.xml": "<x/>"}), "another Office document"),
        (docx(paragraph("Vārdi"))[:120], "a ZIP archive"),
    ],
)
def test_a_document_that_cannot_be_read_is_named(tmp_path: Path, data: bytes, seen: str) -> None:
    with pytest.raises(UnreadableText, match=seen):
        _read(tmp_path, "akts.bin", data)


def test_a_pdf_under_a_password_is_named_and_one_without_is_read(tmp_path: Path) -> None:
    for password, is_read in (("slepeni", False), ("", True)):
        writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(["Vārdi lapā"]))))
        writer.encrypt(password, owner_password="saimnieks", algorithm="AES-256")
        data = BytesIO()
        writer.write(data)
        if is_read:
            assert _read(tmp_path, "akts.pdf", data.getvalue()) == "Vārdi lapā\n\f"
        else:
            with pytest.raises(UnreadableText, match="under a password"):
                _read(tmp_path, "akts.pdf", data.getvalue())
