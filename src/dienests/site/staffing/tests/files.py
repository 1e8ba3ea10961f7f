"""Staff lists for tests: made as a table program makes them, and as somebody makes them who means no good."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl

HEADINGS = ["Vārds", "Uzvārds", "Personas kods", "Darbinieka numurs", "E-pasts", "Struktūrvienība", "Amats",
            "Vadītājs", "No"]  # fmt: skip


def a_workbook(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    """Return an .xlsx with the rows below the headings."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def a_csv(
    *rows: Sequence[str], headings: Sequence[str] = HEADINGS, separator: str = ";", coding: str = "utf-8"
) -> bytes:
    """Return a CSV."""
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows([headings, *rows])
    return written.getvalue().strip().encode(coding)


def a_bomb() -> bytes:
    """Return a workbook of a few kilobytes whose sheet unpacks to 200 MB."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(200):
                sheet.write(b"<" * 1024 * 1024)
    return written.getvalue()


def with_part(book: bytes, name: str, content: str) -> bytes:
    """Return the workbook with one part replaced."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return written.getvalue()
