"""Redactions compared: added, struck out, changed, moved, what rests on each, and which was in force on a day."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.diff_command import ALIKE, DIFFERENT, REFUSED, diff_command
from dienests.kernel.norms.differences import Change, differences
from dienests.kernel.norms.imported_text import ImportedText, current, words_of
from dienests.kernel.norms.importer import import_text
from dienests.kernel.norms.sections import sections
from dienests.kernel.norms.tests.texts import CODE, code_text, source, without

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OLD = """Izdomāti noteikumi
1. Vispārīgi
1. Iestāde glabā visas saņemtās vēstules piecus gadus no saņemšanas dienas.
2. Vadītājs reizi gadā pārbauda, kā vēstules tiek glabātas un iznīcinātas.
2.1. pārbaudes lapu paraksta divi cilvēki;
2.2. lapu nodod arhīvam.
3. Arhīvs ir atvērts darbdienās no deviņiem līdz pieciem.
4. Par pazaudētu vēstuli ziņo vadītājam tajā pašā dienā.
"""
NEW = """Izdomāti noteikumi
1. Vispārīgi
1. Iestāde glabā visas saņemtās vēstules desmit gadus no saņemšanas dienas.
2. Jauns punkts par elektroniskām kopijām un to apzīmēšanu reģistrā.
3. Vadītājs reizi gadā pārbauda, kā vēstules tiek glabātas un iznīcinātas.
3.1. pārbaudes lapu paraksta divi cilvēki;
4. Par pazaudētu vēstuli ziņo vadītājam nākamajā darbdienā.
"""


def test_a_text_is_cut_at_its_numbers_and_headings_are_no_provisions() -> None:
    found = sections(OLD)
    assert [each.number for each in found] == ["1", "2", "2.1", "2.2", "3", "4"]
    assert found[0].text.startswith("Iestāde glabā")


def test_the_whole_code_is_cut_as_its_outline_has_it() -> None:
    found = sections(code_text())
    assert len(found) == 93
    assert len({each.number for each in found}) == 93


def test_each_kind_of_difference_is_told_with_what_changed() -> None:
    found = differences(sections(OLD), sections(NEW))
    told = [(each.change, each.old.number if each.old else "", each.new.number if each.new else "") for each in found]
    assert told == [
        (Change.CHANGED, "1", "1"), (Change.ADDED, "", "2"), (Change.MOVED, "2", "3"), (Change.MOVED, "2.1", "3.1"),
        (Change.CHANGED, "4", "4"), (Change.STRUCK, "2.2", ""), (Change.STRUCK, "3", ""),
    ]  # fmt: skip
    assert (found[0].left_out, found[0].put_in) == ("piecus", "desmit")
    assert 0.5 < found[0].alike < 1
    assert differences(sections(OLD), sections(OLD)) == []


@pytest.mark.django_db
def test_what_rests_on_a_struck_paragraph_is_named(tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_text(without(code_text(), "25", "26"), encoding="utf-8")
    status, words = diff_command(str(source(CODE)), str(new))
    assert status == DIFFERENT
    assert "25 is struck out" in words
    assert "action ethics-report.convene" in words
    status, words = diff_command(str(source(CODE)), str(new), json=True)
    answer = json.loads(words)
    struck = next(each for each in answer["differences"] if each["change"] == "struck-out")
    assert answer["act"] == CODE
    assert struck["old"] == "25"
    kinds = {each["kind"] for each in struck["rests_on_it"]}
    assert {"action", "term", "field", "condition", "parameter"} <= kinds


@pytest.mark.django_db
def test_what_rests_on_a_moved_paragraph_is_named_too(tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    text = (
        code_text()
        .replace("\n35. ", "\n36. ", 1)
        .replace("\n34. ", "\n34. Izdomāts jauns punkts par saviem pasākumiem.\n35. ", 1)
    )
    new.write_text(text, encoding="utf-8")
    _status, words = diff_command(str(source(CODE)), str(new), json=True)
    moved = next(each for each in json.loads(words)["differences"] if each["old"] == "34")
    assert (moved["new"], moved["change"]) == ("35", "moved")
    assert [each["declaration"] for each in moved["rests_on_it"]] == ["duty.ethics.review"]


@pytest.mark.django_db
def test_alike_and_refused_have_exit_statuses_of_their_own(tmp_path: Path) -> None:
    path = str(source(CODE))
    assert diff_command(path, path)[0] == ALIKE
    status, words = diff_command(path, str(tmp_path / "nowhere.txt"))
    assert status == REFUSED
    assert "no file and no stored redaction" in words
    assert diff_command("2026-01-01", "2026-02-01", act="no-such-act")[0] == REFUSED


@pytest.mark.django_db
def test_E45_each_redaction_is_in_force_up_to_the_day_before_the_next(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.txt"
    earlier.write_text(without(code_text(), "24", "25"), encoding="utf-8")
    import_text(act=CODE, path=source(CODE), at=AT, by=SYSTEM)
    import_text(act=CODE, path=earlier, at=AT, by=SYSTEM, valid_from=date(2019, 11, 15))
    periods = ImportedText.objects.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(periods) == [(date(2019, 11, 15), date(2026, 2, 27)), (date(2026, 2, 27), None)]
    assert current(CODE, date(2019, 11, 14)) is None
    assert words_of(CODE, "24", date(2026, 2, 26)) is None
    assert words_of(CODE, "24", date(2026, 2, 27)) is not None
    assert words_of(CODE, "25", date(2026, 2, 26)) is not None
    assert words_of(CODE, "24") is not None, "without a day it is the newest, however late the older one was imported"
    status, words = diff_command("2026-02-26", "2026-02-27", act=CODE)
    assert status == DIFFERENT
    assert "24 is new" in words
