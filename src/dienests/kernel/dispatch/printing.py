"""The print of a batch: its list for the post, then for each letter a cover sheet with the address, and the letter.

What is printed from a sealed PDF is paper: it is checked by its number and code, not by its seal.
"""

import io
from collections.abc import Iterable
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from dienests.kernel.dispatch.batch import PostBatch
from dienests.kernel.dispatch.content import content_of
from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.typeset.markup import blocks
from dienests.kernel.typeset.setting import pdf_of
from dienests.kernel.typeset.sheet import Sheet


def print_of(batch: PostBatch, rows: Iterable[Dispatch], *, at: datetime) -> bytes:
    """Return one PDF to print: the list, then cover sheet and letter of each; raises DispatchRefused for a lost PDF."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - heavy, and rarely needed

    found, writer = list(rows), PdfWriter()
    parts = [pdf_of(_list(batch, found, at))]
    for row in found:
        letter = content_of(row.letter)
        pages = len(PdfReader(io.BytesIO(letter)).pages)
        parts += [pdf_of(_cover(batch, row, pages, at)), letter]
    for part in parts:
        for page in PdfReader(io.BytesIO(part)).pages:
            writer.add_page(page)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _list(batch: PostBatch, rows: list[Dispatch], at: datetime) -> Sheet:
    lines = format_html_join(
        "", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        ((row.letter.number, _place(row), row.way_label, row.tracked_as or "") for row in rows),
    )  # fmt: skip
    heads = (_("Letter"), _("Addressee and address"), _("How it goes"), _("Number given by the post"))
    table = format_html("<table><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr>{}</table>", *heads, lines)
    title = _("Letters for the post, batch {number}").format(number=batch.number)
    return _sheet(batch, title, at, marks=[_("Letters: {n}").format(n=len(rows))], html=table)


def _cover(batch: PostBatch, row: Dispatch, pages: int, at: datetime) -> Sheet:
    """Return the cover sheet in the language of its letter: the addressee reads it, not who prints it."""
    letter = row.letter
    with override(letter.language):
        number = _("Letter No {number}").format(number=letter.number)
        words = _("Enclosed: letter No {number}, pages: {pages}.").format(number=letter.number, pages=pages)
        return _sheet(
            batch, _("Cover sheet"), at, marks=[number, row.way_label],
            addressee=[*letter.addressee.splitlines(), *row.address.splitlines()], html=format_html("<p>{}</p>", words),
        )  # fmt: skip


def _sheet(
    batch: PostBatch, title: str, at: datetime, *, marks: list[str], html: str, addressee: list[str] | None = None
) -> Sheet:  # fmt: skip
    name, language = batch.institution.name, get_language() or "lv"
    return Sheet(
        lang="lv" if language.startswith("lv") else "en", title=title, author=name, at=at, issuer=[name],
        marks=[str(each) for each in marks], body=blocks(html), addressee=addressee or [],
    )  # fmt: skip


def _place(row: Dispatch) -> str:
    return ", ".join([*row.letter.addressee.splitlines(), *row.address.splitlines()])
