"""Reading a staff list from XLSX or CSV; what the name of the file says is never believed."""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from dienests.site.staffing.problems import FileRefused

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 50
FORMULA = "\0formula"
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Cell = str | date
Table = list[list[Cell]]


def read(content: bytes) -> Table:
    """Return the cells, row by row, without outer spaces; raises FileRefused with a sentence.

    A cell that holds a formula comes as FORMULA, since what it shows depends on the program that opens it.
    """
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 5 MB: a staff list is not; leave out what does not belong to it."))
    if not content.strip():
        raise FileRefused(_("The file is empty: choose the staff list."))
    if content.startswith(_OLD_EXCEL):
        raise FileRefused(_("This is a file of an old Excel (.xls): save it as .xlsx or as CSV."))
    table = _workbook(content) if content.startswith(_ZIP) else _text(content)
    while table and not any(table[-1]):
        table.pop()
    if len(table) < 2:
        raise FileRefused(_("The file holds no rows below its headings: nothing can be taken in."))
    return table


def _workbook(content: bytes) -> Table:
    import openpyxl  # noqa: PLC0415 - heavy, needed for workbooks only

    _refuse_bomb(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        # What the sheet says of its own size may be wrong on purpose.
        sheet.reset_dimensions()
        rows = [[_cell(cell) for cell in row[:MOST_COLUMNS]] for row in _few(sheet.iter_rows())]
    except FileRefused:
        raise
    except Exception:  # the library raises whatever its many parsers do; none of it helps the person
        raise FileRefused(
            _("The workbook cannot be read: open it in a table program and save it as .xlsx again.")
        ) from None
    return rows


def _few(rows: Any) -> Any:
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise FileRefused(_("The file holds more than 20 000 rows: divide it."))
        yield row


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise FileRefused(_("The workbook unpacks to far more than a staff list: it was not opened."))
            if "xl/workbook.xml" not in packed.namelist():
                raise FileRefused(_("The file is packed like a workbook but is none: save the list as .xlsx or CSV."))
            for part in parts:
                # A document type in an office file is only ever an attack (entities that grow without end).
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(part):
                    raise FileRefused(_("The workbook holds a document type, which none needs: it was not opened."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(_("The workbook is damaged or locked with a password: save it again without one.")) from None


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or (isinstance(value, str) and value.startswith("=")):
        return FORMULA
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def _text(content: bytes) -> Table:
    words = decoded(content)
    if "\0" in words:
        raise FileRefused(_("The file is neither a workbook nor a text: save the staff list as .xlsx or CSV."))
    first = words.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        rows = list(_few(csv.reader(io.StringIO(words), delimiter=separator, strict=True)))
    except csv.Error:
        raise FileRefused(
            _("The CSV cannot be read: a quotation mark is not closed, or a cell is far too long.")
        ) from None
    return [
        [FORMULA if cell.startswith("=") else " ".join(cell.split()) for cell in row[:MOST_COLUMNS]] for row in rows
    ]


def decoded(content: bytes) -> str:
    """Return a text in UTF-8 with or without its mark, UTF-16 with its mark, or Windows-1257 (Baltic)."""
    kinds = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1257"]
    for kind in kinds:
        try:
            return content.decode(kind)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("The text of the file cannot be read: save it as CSV in UTF-8."))
