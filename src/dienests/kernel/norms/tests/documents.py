"""PDF and Word documents made for tests, as small as they can be."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINES_OF_A_PAGE = 60


def pdf(pages: Sequence[str]) -> bytes:
    """Return a PDF with the lines of every page; the codes of its letters are those of Unicode."""
    highs = sorted({ord(sign) >> 8 for page in pages for sign in page})
    ranges = "".join(f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>\n" for high in highs)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin begincmap /CMapName /U def\n1 begincodespacerange\n<0000> <FFFF>\n"
        f"endcodespacerange\n{len(highs)} beginbfrange\n{ranges}endbfrange endcmap end"
    )
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (A) /Ordering (B) "
        "/Supplement 0 >> /DW 500 >>",
        _stream(to_unicode),
    ]
    for number, page in enumerate(pages):
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in page.split("\n"))
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 842] /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {7 + 2 * number} 0 R >>"
        )
        objects.append(_stream(f"BT /F 10 Tf 12 TL 40 800 Td\n{shown}ET"))
    return _file(objects)


def pages(text: str) -> list[str]:
    """Return a text as pages of sixty lines."""
    lines = text.split("\n")
    return ["\n".join(lines[at : at + LINES_OF_A_PAGE]) for at in range(0, len(lines), LINES_OF_A_PAGE)]


def paragraph(text: str, *, level: tuple[int, int] | None = None, style: str = "", note: int | None = None) -> str:
    """Return a paragraph; `level` is its list and its depth there, `note` the footnote at its end."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level[1]}"/><w:numId w:val="{level[0]}"/></w:numPr>'
    pointer = f'<w:r><w:footnoteReference w:id="{note}"/></w:r>' if note is not None else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r>{pointer}</w:p>"


def docx(body: str, **parts: str) -> bytes:
    """Return a Word document; `parts` are its numbering, styles and footnotes, each the inside of its root."""
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes"}
    files = {"document": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    files |= {name: f'<w:{roots[name]} xmlns:w="{W}">{inside}</w:{roots[name]}>' for name, inside in parts.items()}
    return archive({f"word/{name}.xml": text for name, text in files.items()})


def archive(files: dict[str, str]) -> bytes:
    """Return a ZIP archive."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(name, text)
    return data.getvalue()


def _stream(text: str) -> str:
    return f"<< /Length {len(text.encode())} >>\nstream\n{text}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()
