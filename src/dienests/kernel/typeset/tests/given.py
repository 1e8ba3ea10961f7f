"""Sheets for tests, and what a reader of PDFs finds in them."""

import io
from datetime import UTC, datetime
from typing import Any

import pikepdf
from pypdf import PdfReader

from dienests.kernel.typeset.markup import blocks
from dienests.kernel.typeset.picture import picture_of
from dienests.kernel.typeset.sheet import Check, Note, Proof, Sheet

AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
ADDRESS = "https://example.org/parbaude/?n=V%2F2026%2F1&k=ABCD-EFGH-IJKL-MNOP"
BODY = """
<p>Labdien!</p><p>Šī ir <strong>atbilde</strong> uz <em>Jūsu</em> sūdzību.<br>Otrā rinda.</p>
<h2>Kas tika izskatīts</h2>
<ul><li>Pirmais</li><li>Otrais <strong>svarīgs</strong></li></ul><ol><li>viens</li><li><p>divi</p></li></ol>
<table><thead><tr><th>Diena</th><th>Kas notika</th></tr></thead>
<tbody><tr><td>1.12.</td><td>Saņemts</td></tr><tr><td>2.12.</td><td>Izskatīts</td></tr></tbody></table>
<dl><dt>Termiņš</dt><dd>mēnesis</dd></dl><p><a href="https://example.org/">Vairāk</a></p>
"""


def a_sheet(**changed: Any) -> Sheet:
    """Return a sheet with every part."""
    given: dict[str, Any] = {
        "lang": "lv", "title": "Atbilde uz Jūsu sūdzību", "author": "Parauga dienests", "at": AT,
        "issuer": ["Parauga dienests", "Parauga iela 1, Rīga"], "marks": ["30.11.2026.", "Nr. V/2026/1"],
        "addressee": ["Anda Ceļmalniece"], "body": blocks(BODY), "keywords": ["V/2026/1"], "footer": "V/2026/1",
        "notes": [Note("Kā apstrīdēt", blocks("<p>Augstākā iestādē mēneša laikā.</p>"))],
        "signature": ["Dienesta vadītāja", "Vilma Krastkalne"],
        "check": Check(picture_of(ADDRESS), "Pārbaudes kods", ["Kods: ABCD-EFGH-IJKL-MNOP"]),
        "proof": Proof("Lēmuma kvīts", "Pārbauda ar programmu.", ["c2sp.org/tlog-proof@v1", "index 1"]),
    }  # fmt: skip
    return Sheet(**given | changed)


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF as another program reads it."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def tags_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return every element of the tree that a screen reader walks."""
    found: list[pikepdf.Object] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(node)
            walk(node.get("/K"))

    walk(pdf.Root.StructTreeRoot.get("/K"))
    return found
