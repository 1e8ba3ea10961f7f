"""Reading staff lists: workbooks, CSV of every coding, and files that lie, swell or run."""

from datetime import date, datetime

import openpyxl
import pytest
from django.utils.translation import override

from dienests.site.staffing.problems import FileRefused
from dienests.site.staffing.table import FORMULA, MOST_BYTES, read
from dienests.site.staffing.tests.files import HEADINGS, a_bomb, a_csv, a_workbook, with_part

ROW = ["Žanete", "Ķīse", "", "7", "zanete@example.lv", "Ēku nodaļa", "", "", "01.03.2026"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1257", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_in_every_coding_and_with_every_separator(coding: str, separator: str) -> None:
    assert read(a_csv(ROW, coding=coding, separator=separator)) == [HEADINGS, ROW]


def test_a_workbook_gives_days_and_whole_numbers_as_they_are_meant() -> None:
    day = datetime(2026, 3, 1)  # noqa: DTZ001 - as a table program writes it
    table = read(a_workbook(["Žanete", "Ķīse", 16117519997, 7.0, " z@example.lv ", None, None, None, day]))
    assert table[1] == ["Žanete", "Ķīse", "16117519997", "7", "z@example.lv", "", "", "", date(2026, 3, 1)]


def test_formulas_are_named_in_both_kinds_of_file() -> None:
    assert read(a_workbook(["=1+1", *ROW[1:]]))[1][0] == FORMULA
    assert read(a_csv(["=cmd|'/c calc'!A1", *ROW[1:]]))[1][0] == FORMULA


def _refused(content: bytes) -> str:
    with override("en"), pytest.raises(FileRefused) as refused:
        read(content)
    return str(refused.value)


def test_files_that_are_none_are_refused_with_a_sentence() -> None:
    assert "empty" in _refused(b" \n")
    assert "old Excel" in _refused(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "neither a workbook nor a text" in _refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert "damaged" in _refused(b"PK\x03\x04 no zip at all")
    assert "no rows" in _refused(a_csv())
    assert "quotation mark" in _refused(a_csv(ROW) + b'\r\n"open;')


def test_a_zip_that_calls_itself_a_workbook_is_refused() -> None:
    import io
    import zipfile

    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("holiday.txt", "sun")
    assert "none" in _refused(written.getvalue())


def test_a_file_of_50_megabytes_is_refused_unread() -> None:
    assert "5 MB" in _refused(b"a;b\n" * (MOST_BYTES * 10 // 4))


def test_a_workbook_that_swells_is_never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = a_bomb()
    assert len(bomb) < MOST_BYTES

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("the workbook was opened")

    monkeypatch.setattr(openpyxl, "load_workbook", opened)
    assert "unpacks" in _refused(bomb)


def test_entities_that_grow_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    assert "document type" in _refused(with_part(a_workbook(ROW), "xl/worksheets/sheet1.xml", laughs))


def test_a_broken_sheet_is_one_sentence() -> None:
    assert "cannot be read" in _refused(with_part(a_workbook(ROW), "xl/worksheets/sheet1.xml", "<worksheet><"))


def test_a_sheet_with_too_many_rows_is_refused() -> None:
    assert "20 000" in _refused(a_csv(*([ROW] * 20_001)))
