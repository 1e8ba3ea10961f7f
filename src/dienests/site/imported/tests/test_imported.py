"""A case handed over: verified first, kept whole for one office, and nothing of it becomes our own."""

import io
import json
import warnings
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as live
from django.core.files.uploadedfile import SimpleUploadedFile

from dienests.cli.failure import Failure
from dienests.cli.importing import run as command
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.archive.imported_case import ImportedCase
from dienests.kernel.archive.packing import pack
from dienests.kernel.archive.shape import misshapen
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.files import vault
from dienests.kernel.files.tests import samples
from dienests.kernel.keys import store as keys
from dienests.kernel.log.events import Event
from dienests.kernel.retention import erased_list, pending
from dienests.kernel.retention.reapplying import reapply
from dienests.site.export.tests.test_export import opened, taken
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of

THERE = ["--institution", "parauga-centrs"]


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(erased_list, "path", lambda: tmp_path / "log" / "erased")


@pytest.fixture
def archive(house: House, tmp_path: Path) -> Path:
    """The archive of a case with a file, as an official took it out."""
    case = house.breach("Stāsts no citurienes.")
    sent = {"submission": str(uuid4()), "text": "Skat. pielikumu."}
    file = SimpleUploadedFile("līgums.docx", samples.docx())
    house.client(people.OPENER).post(address("do", pk=case.pk, act="send_message"), sent | {"file": file})
    path = tmp_path / "case.zip"
    path.write_bytes(taken(house, people.CHAIR, case))
    return path


def key() -> str:
    return str(Path(live.LOG_DIR) / "key")


def words(archive: Path) -> list[str]:
    return [str(archive), *THERE, "--key", key(), "--office", "ethics-chair", "--basis", "Rīk. 9"]


@pytest.fixture
def kept(archive: Path) -> ImportedCase:
    assert command(words(archive)) == 0
    return ImportedCase.objects.get()


def test_a_dry_run_keeps_nothing_and_names_the_key(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command([str(archive), *THERE, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "everything agrees" in said
    assert "known here" in said
    assert Path(key()).read_text(encoding="utf-8").strip() in said
    assert not ImportedCase.objects.exists()


def test_a_case_is_kept_whole_and_nothing_of_it_happened_here(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (Case.objects.count(), Participant.objects.count(), Event.objects.count())
    assert command(words(archive)) == 0
    event = Event.objects.get(act="imported")
    assert (Case.objects.count(), Participant.objects.count(), Event.objects.count()) == (*before[:2], before[2] + 1)
    kept = ImportedCase.objects.get()
    assert (event.stream_kind, event.stream, event.basis) == ("imported-case", kept.pk, "Rīk. 9")
    assert event.payload["archive"] == kept.sha256
    assert kept.origin == Path(key()).read_text(encoding="utf-8").partition("+")[0]
    capsys.readouterr()
    assert command(words(archive)) == 0
    assert "taken in before" in capsys.readouterr().out
    assert ImportedCase.objects.count() == 1


def test_the_office_reads_it_and_nobody_else(house: House, archive: Path, kept: ImportedCase) -> None:
    place, chair = address("imported-case", pk=kept.pk), house.client(people.OTHER_CHAIR)
    listed = main_of(chair.get(address("imported") + f"?number={kept.number[-4:]}"))
    assert place in listed
    assert place not in main_of(chair.get(address("imported") + "?number=nekas"))
    before = ReadEvent.objects.filter(page="imported-case").count()
    shown = main_of(chair.get(place))
    assert "viss saskan" in shown
    assert "Stāsts no citurienes." in shown
    assert ReadEvent.objects.filter(page="imported-case", case=kept.pk).count() > before
    for who in (people.CHAIR, people.OPENER, people.ADMINISTRATOR, people.OTHER_PERSONNEL):
        assert house.client(who).get(place).status_code == 404
        assert house.client(who).get(f"{place}files/archive.zip").status_code == 404
    whole = chair.get(f"{place}files/archive.zip")
    assert whole.content == archive.read_bytes()
    name = json.loads(opened(archive.read_bytes())["case.json"])["said"][0]["files"][0]["path"]
    file = chair.get(f"{place}files/{name}")
    assert file.content == opened(archive.read_bytes())[name]
    assert file["Content-Type"] == "application/octet-stream"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert chair.get(f"{place}files/../../secret").status_code == 404


def test_destroyed_it_is_gone_and_its_hash_stays(
    house: House, kept: ImportedCase, django_capture_on_commit_callbacks: Any
) -> None:
    chair, place = house.client(people.OTHER_CHAIR), address("imported-case", pk=kept.pk)
    assert chair.post(place, {"basis": " "}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert chair.post(place, {"basis": "Rīk. 10"}).status_code == 302
    assert chair.get(place).status_code == 410
    assert chair.get(f"{place}files/archive.zip").status_code == 410
    event = Event.objects.get(act="destroyed")
    assert (event.stream, event.basis, event.mandate is not None) == (kept.pk, "Rīk. 10", True)


@pytest.mark.parametrize("by", ["the list", "a second call"])
def test_killed_behind_the_commit_it_is_gone_all_the_same(
    house: House, kept: ImportedCase, django_capture_on_commit_callbacks: Any, by: str
) -> None:
    """Nor does an older copy of the keys bring it back: the key is named in the list of erased things."""
    chair, place, name = house.client(people.OTHER_CHAIR), address("imported-case", pk=kept.pk), vault.key_name(kept.pk)
    assert chair.post(place, {"basis": "Rīk. 10"}).status_code == 302
    assert keys.existing(name, remember=False) is not None, "nothing was done after the commit"
    assert chair.get(place).status_code == 410
    assert chair.get(f"{place}files/archive.zip").status_code == 410
    [line] = pending.pending()
    assert (line.kind, line.words) == ("key", (name,))
    if by == "the list":
        assert reapply(erased_list.written().splitlines(), at=datetime.now(UTC)).done["key"] == 1
    else:
        with django_capture_on_commit_callbacks(execute=True):
            chair.post(place, {"basis": "Rīk. 10"})
    assert keys.existing(name, remember=False) is None
    assert not pending.pending()
    assert (len(erased_list.written().splitlines()), Event.objects.filter(act="destroyed").count()) == (1, 1)


def test_without_a_compared_key_an_office_or_a_basis_nothing_is_kept(archive: Path) -> None:
    with pytest.raises(Failure, match="compare this key"):
        command([str(archive), *THERE, "--office", "ethics-chair", "--basis", "Rīk. 9"])
    with pytest.raises(Failure, match="say by --office"):
        command([str(archive), *THERE, "--key", key()])
    with pytest.raises(Failure, match="no office"):
        command([str(archive), *THERE, "--key", key(), "--office", "nobody", "--basis", "Rīk. 9"])
    assert not ImportedCase.objects.exists()
    assert not Event.objects.filter(act="imported").exists()


def test_a_tampered_archive_is_refused_with_every_fault(archive: Path) -> None:
    inside = opened(archive.read_bytes())
    inside.pop("manifest.json")
    data = json.loads(inside["case.json"])
    data["said"][0]["text"] = "Cits teksts."
    archive.write_bytes(pack(inside | {"case.json": json.dumps(data).encode()}))
    with pytest.raises(Failure, match="its words or file are not those"):
        command(words(archive))
    assert not ImportedCase.objects.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("../../etc/passwd", "no export writes"), ("/x", "no export writes"), ("a\\b", "no export writes"),
     ("checkpoint", "twice")],
)  # fmt: skip
def test_an_archive_with_an_unsafe_member_is_refused(archive: Path, name: str, sentence: str) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(archive, "a") as box:
        warnings.simplefilter("ignore")
        box.writestr(name, b"x")
    with pytest.raises(Failure, match=sentence):
        command(words(archive))


def _bomb(archive: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, each in (opened(archive.read_bytes()) | {"case.json": bytes(20 << 20)}).items():
            box.writestr(name, each)
    return out.getvalue()


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused(archive: Path) -> None:
    archive.write_bytes(_bomb(archive))
    with pytest.raises(Failure, match="unpacks to something far too large"):
        command(words(archive))


def test_one_that_was_taken_in_before_that_was_refused_gets_one_sentence(
    house: House, archive: Path, kept: ImportedCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = _bomb(archive)
    monkeypatch.setattr("dienests.site.imported.shown.archive_of", lambda _imported: bomb)
    monkeypatch.setattr("dienests.kernel.archive.importing.archive_of", lambda _imported: bomb)
    chair, place = house.client(people.OTHER_CHAIR), address("imported-case", pk=kept.pk)
    for each in (place, f"{place}files/case.json"):
        answer = chair.get(each)
        assert (answer.status_code, "izpakojas pārāk liels" in main_of(answer)) == (422, True)


@pytest.mark.parametrize("missing", ["checkpoint", "events.jsonl", "case.json", "manifest.json"])
def test_an_archive_that_lacks_a_part_is_refused(archive: Path, missing: str) -> None:
    inside = opened(archive.read_bytes())
    inside.pop("manifest.json")
    inside.pop(missing, None)
    content = pack(inside)
    if missing == "manifest.json":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as box:
            for name, each in inside.items():
                box.writestr(name, each)
        content = out.getvalue()
    archive.write_bytes(content)
    with pytest.raises(Failure, match="lacks"):
        command(words(archive))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04garbage", b"\x00" * 100_000])
def test_garbage_is_refused_with_one_sentence(house: House, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    with pytest.raises(Failure, match="no whole zip archive"):
        command([str(file), *THERE, "--dry-run"])


def test_another_version_of_the_format_is_named(archive: Path) -> None:
    inside = opened(archive.read_bytes())
    inside["manifest.json"] = inside["manifest.json"].replace(b"dienests-case/1", b"dienests-case/2")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, each in inside.items():
            box.writestr(name, each)
    archive.write_bytes(out.getvalue())
    with pytest.raises(Failure, match="its format is “dienests-case/2”"):
        command(words(archive))


def test_data_of_another_shape_are_refused_before_a_page_relies_on_them(archive: Path) -> None:
    inside = opened(archive.read_bytes())
    inside.pop("manifest.json")
    data = json.loads(inside["case.json"])
    assert misshapen(data) == ""
    for place, value in (("number", 5), ("words", {}), ("participants", [{"id": "x", "role": "y"}]), ("letters", None)):
        assert misshapen(data | {place: value}).startswith(place)
    archive.write_bytes(pack(inside | {"case.json": json.dumps(data | {"number": "9" * 41}).encode()}))
    with pytest.raises(Failure, match="“number” is not written"):
        command(words(archive))


def test_a_later_archive_of_the_same_case_is_kept_beside_the_first(
    house: House, archive: Path, kept: ImportedCase, capsys: pytest.CaptureFixture[str]
) -> None:
    case = Case.objects.get(number=kept.number, pk=kept.case)
    house.act(people.CHAIR, case, "convene")
    archive.write_bytes(taken(house, people.CHAIR, case))
    assert command(words(archive)) == 0
    assert "another archive of this case" in capsys.readouterr().out
    assert ImportedCase.objects.count() == 2
    assert datetime.now(UTC) >= kept.at
