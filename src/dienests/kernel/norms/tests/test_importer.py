"""Importing stores an official text once, tells the log, and changes nothing where the file is not that text."""

import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dienests.kernel.log.streams import SYSTEM, history
from dienests.kernel.norms import outline
from dienests.kernel.norms.command import import_command
from dienests.kernel.norms.imported_text import ImportedText, ProvisionText, current, words_of
from dienests.kernel.norms.importer import WrongText, import_text, stream_of
from dienests.kernel.norms.outline import UnknownAct
from dienests.kernel.norms.tests.texts import CODE, POLICY, code_text, source, without

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def _nothing_changed() -> bool:
    return not (ImportedText.objects.exists() or ProvisionText.objects.exists() or history(stream_of(CODE)))


def _file(folder: Path, text: str) -> Path:
    path = folder / "kodekss.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_code_is_stored_with_its_hash_and_the_words_of_every_provision() -> None:
    path = source(CODE)
    imported = import_text(act=CODE, path=path, at=AT, by=SYSTEM)
    assert imported.is_new
    assert imported.text.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (imported.text.file_name, imported.text.imported_at) == (path.name, AT)
    assert imported.text.provisions.count() == 93
    stored = words_of(CODE, "24")
    assert stored is not None
    assert stored.number == ""
    assert stored.text in " ".join(code_text().split())
    (event,) = history(stream_of(CODE))
    assert (event.act, event.payload["found"], event.payload["missing"]) == ("text-imported", 93, [])


def test_the_same_file_is_stored_once() -> None:
    first = import_text(act=CODE, path=source(CODE), at=AT, by=SYSTEM)
    again = import_text(act=CODE, path=source(CODE), at=LATER, by=SYSTEM)
    assert not again.is_new
    assert again.text == first.text
    assert again.text.imported_at == AT
    assert again.report == first.report
    assert ProvisionText.objects.count() == 93
    assert len(history(stream_of(CODE))) == 1


def test_a_new_redaction_becomes_the_current_one_and_the_old_one_stays(tmp_path: Path) -> None:
    import_text(act=CODE, path=source(CODE), at=AT, by=SYSTEM)
    renumbered = re.sub(r"(?m)^35\. ", "36. ", without(code_text(), "24", "25"))
    amended = import_text(act=CODE, path=_file(tmp_path, renumbered), at=LATER, by=SYSTEM)
    assert amended.report.missing == ("24",)
    assert amended.report.renumbered == (("35", "36"),)
    assert current(CODE) == amended.text
    assert words_of(CODE, "24") is None
    last = words_of(CODE, "35")
    assert last is not None
    assert last.number == "36"
    assert ImportedText.objects.filter(act=CODE).count() == 2
    assert history(stream_of(CODE))[-1].payload["renumbered"] == [["35", "36"]]


def test_another_act_changes_nothing() -> None:
    with pytest.raises(WrongText, match=rf"words of 0 of the 93 provisions of {CODE} and looks like {POLICY}: .*--act"):
        import_text(act=CODE, path=source(POLICY), at=AT, by=SYSTEM)
    assert _nothing_changed()


def test_what_no_outline_knows_changes_nothing(tmp_path: Path) -> None:
    text = "1. Izdomāta kārtība par to, kā laistīt puķes. 2. Laista katru dienu."
    with pytest.raises(WrongText, match=rf"words of 0 of the 93 provisions of {CODE} and looks like another act"):
        import_text(act=CODE, path=_file(tmp_path, text), at=AT, by=SYSTEM)
    assert _nothing_changed()


@pytest.mark.parametrize("act", outline.slugs())
def test_every_provision_of_every_outline_is_stored(act: str) -> None:
    provisions = outline.act(act).provisions
    imported = import_text(act=act, path=source(act), at=AT, by=SYSTEM)
    report = imported.report
    assert report.found == tuple(each.address for each in provisions)
    assert (report.missing, report.extra, report.renumbered, report.reworded) == ((), (), (), ())
    assert imported.text.provisions.exclude(text="").count() == len(provisions)
    (event,) = history(stream_of(act))
    assert event.payload["found"] == len(provisions)


def test_half_of_the_act_changes_nothing(tmp_path: Path) -> None:
    text = code_text()
    half = text[: text.index("15. Pieņemot")]
    with pytest.raises(WrongText, match="has only 59 of the 93 provisions"):
        import_text(act=CODE, path=_file(tmp_path, half), at=AT, by=SYSTEM)
    assert _nothing_changed()


def test_the_command_tells_what_it_found_and_what_it_refuses(tmp_path: Path) -> None:
    status, text = import_command(source(CODE), CODE, AT)
    assert status == 0
    assert f"{CODE}: 93 of 93 provisions found." in text
    assert import_command(source(CODE), CODE, LATER)[0] == 0
    scan = tmp_path / "skenets.txt"
    scan.write_bytes(b"\xff\xd8\xff\xe0 JFIF")
    for path, act, sentence in (
        (scan, CODE, "skenets.txt is a JPEG picture"),
        (source(POLICY), CODE, f"looks like {POLICY}"),
        (source(CODE), "nothing", "no outline is named nothing"),
        (tmp_path / "nav.txt", CODE, "nav.txt cannot be read"),
    ):
        status, text = import_command(path, act, AT)
        assert status == 1
        assert sentence in text
        assert "\n" not in text
    assert ImportedText.objects.count() == 1


def test_an_unknown_act_is_refused() -> None:
    with pytest.raises(UnknownAct):
        import_text(act="nothing", path=source(CODE), at=AT, by=SYSTEM)
