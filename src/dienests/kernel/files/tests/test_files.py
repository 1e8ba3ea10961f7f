"""Files: recognised by content, refused when they lie or explode, passed on without metadata, gone with their key."""

import io
import socket
import socketserver
import struct
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import translation
from pypdf import PdfReader

from dienests.kernel.files import storing, vault
from dienests.kernel.files.copies import without_metadata
from dienests.kernel.files.kinds import MOST_BYTES, recognised, tidy_name
from dienests.kernel.files.refusals import FileRefused
from dienests.kernel.files.scanner import ScanFailed, ScanSettingsError, is_clean, scanner
from dienests.kernel.files.stored_file import State, StoredFile
from dienests.kernel.files.tests import samples
from dienests.kernel.files.tests.samples import SAMPLES, SECRET, packed
from dienests.kernel.keys import store as keys

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
BAD = b"a file with a VIRUS in it"


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR, settings.KEY_URL = tmp_path / "data", f"file://{tmp_path / 'keys'}"
    with translation.override("en"):
        yield


def _stored(subject: UUID, name: str, content: bytes) -> StoredFile:
    return storing.store(storing.prepare(name, content), subject=subject, at=AT)


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_kind_is_recognised_by_its_content(kind: str) -> None:
    assert recognised(f"a.{'jpg' if kind == 'jpeg' else kind}", SAMPLES[kind]).slug == kind


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("other", ["pdf", "png", "docx", "txt", "exe", "jpg.exe"])
def test_a_file_that_lies_about_its_type_is_refused(kind: str, other: str) -> None:
    if other != kind:
        with pytest.raises(FileRefused, match="says something else"):
            recognised(f"a.{other}", SAMPLES[kind])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"MZ\x90\0program", "not taken"),
        (b"<html>\0", "not taken"),
        (b"%PDF-1.7 no end", "not taken"),
        (b"x" * (MOST_BYTES + 1), "larger"),
        (packed({"a.txt": "x"}), "not taken"),
        (packed({"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": "x"}), "macro"),
        (packed({"[Content_Types].xml": "", "word/document.xml": "", "../../etc/x": "x"}), "damaged"),
        (packed({"[Content_Types].xml": "", "word/document.xml": "", "/etc/x": "x"}), "damaged"),
        (b"PK\x03\x04 and then nothing", "damaged"),
    ],
)
def test_what_is_not_taken_is_told(content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        recognised("a.docx", content)


def test_what_explodes_is_refused_before_it_is_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", "")
        box.writestr("word/document.xml", bytes(101 * 1024 * 1024))
    assert len(made.getvalue()) < 200_000
    with pytest.raises(FileRefused, match="far too large"):
        recognised("a.docx", made.getvalue())


def test_one_that_lies_about_its_size_is_damaged() -> None:
    """A member that unpacks to more than it says is cut off and fails its sum."""
    content = bytearray(samples.docx())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as box:
        member = box.getinfo("word/document.xml")
    place = content.rindex(b"word/document.xml") - 46  # its row in the table at the end
    content[place + 24 : place + 28] = struct.pack("<I", member.file_size - 5)
    with pytest.raises(FileRefused, match="damaged"):
        without_metadata("docx", bytes(content))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"), ("C:\\x\\y.pdf", "y.pdf"), ("a\0b.pdf", "ab.pdf"),
        ("gpj.\u202etxt.exe", "gpj.txt.exe"), (" līgums  2.pdf ", "līgums 2.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)  # fmt: skip
def test_names_are_tidied(name: str, kept: str) -> None:
    assert tidy_name(name) == kept


@pytest.mark.parametrize("name", ["", ".pdf", "..", "/", "pdf"])
def test_a_name_without_an_ending_is_refused(name: str) -> None:
    with pytest.raises(FileRefused):
        tidy_name(name)


@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if kind != "txt"])
def test_a_copy_tells_nothing_besides(kind: str) -> None:
    copy = without_metadata(kind, SAMPLES[kind])
    shown = _unpacked(copy) if kind in ("docx", "xlsx", "odt") else copy
    original = _unpacked(SAMPLES[kind]) if kind in ("docx", "xlsx", "odt") else SAMPLES[kind]
    words = (SECRET.encode(), b"Anna Slepena")
    assert any(word in original for word in words), "the sample holds what must go"
    assert not any(word in shown for word in words)
    assert recognised(f"a.{kind}", copy).slug == kind
    if kind in ("docx", "odt"):
        assert b"Teksts" in shown


def test_a_pdf_keeps_its_pages_and_loses_its_programs() -> None:
    copy = without_metadata("pdf", samples.pdf())
    found = PdfReader(io.BytesIO(copy))
    assert len(found.pages) == 1
    assert b"JavaScript" not in copy
    assert b"/Metadata" not in copy


def test_a_picture_keeps_its_turn_and_its_dots() -> None:
    copy = without_metadata("jpeg", samples.jpeg())
    assert b"II*\0" in copy
    assert struct.pack("<HHIH", 0x0112, 3, 1, 6) in copy
    assert copy.endswith(b"\x12\xff\x00\xff\xd0\x34\xff\xd9")


@pytest.mark.parametrize("kind", ["png", "jpeg", "docx", "odt"])
def test_what_is_cut_off_is_damaged(kind: str) -> None:
    for length in range(12, len(SAMPLES[kind]) - 40, 37):
        cut = SAMPLES[kind][:length]
        with pytest.raises(FileRefused):
            without_metadata(kind, cut)


def _unpacked(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return b"".join(box.read(name) for name in box.namelist())


def test_content_lies_encrypted_and_is_gone_with_its_key(db: None, settings: Any) -> None:
    case, other = uuid4(), uuid4()
    file = _stored(case, "stasts.txt", b"kanarijputnins-4711")
    theirs = _stored(other, "stasts.txt", b"kanarijputnins-4711")
    lying = [path.read_bytes() for path in (settings.DATA_DIR / "files").rglob("*") if path.is_file()]
    assert len(lying) == 4
    assert not [each for each in lying if b"kanarij" in each]
    assert vault.get(file.pk, vault.ORIGINAL, subject=case) == b"kanarijputnins-4711"
    with pytest.raises(vault.Gone):
        vault.get(file.pk, vault.ORIGINAL, subject=other)
    vault.destroy(case)
    with pytest.raises(vault.Gone):
        vault.get(file.pk, vault.ORIGINAL, subject=case)
    assert keys.existing(vault.key_name(case), remember=False) is None
    assert vault.get(theirs.pk, vault.COPY, subject=other)


def test_a_changed_content_is_not_passed_on(db: None, settings: Any) -> None:
    case = uuid4()
    file = _stored(case, "a.txt", b"abc")
    [place] = (settings.DATA_DIR / "files").rglob("*.copy")
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    with pytest.raises(vault.Gone):
        vault.get(file.pk, vault.COPY, subject=case)


def test_what_was_never_committed_is_swept_away(db: None) -> None:
    file = _stored(uuid4(), "a.txt", b"abc")
    kept = _stored(uuid4(), "a.txt", b"abc")
    StoredFile.objects.filter(pk=file.pk).delete()
    now = datetime.now(UTC)
    assert storing.sweep(at=now) == 0, "it may be about to be committed"
    assert storing.sweep(at=now + timedelta(days=2)) == 1
    assert vault.lying() == {kept.pk}


def test_what_was_erased_with_its_letter_is_swept_away_at_once(db: None) -> None:
    """A crash after the commit leaves the content; its row stays without a name, for the letter bears its hash."""
    case = uuid4()
    erased, kept = _stored(case, "a.txt", b"abc"), _stored(case, "a.txt", b"abc")
    StoredFile.objects.filter(pk=erased.pk).update(name="")
    assert storing.sweep(at=datetime.now(UTC)) == 1
    assert vault.lying() == {kept.pk}
    with pytest.raises(vault.Gone):
        vault.get(erased.pk, vault.COPY, subject=case)


def test_where_nobody_else_is_at_work_nothing_is_given_a_day(db: None) -> None:
    left, kept = _stored(uuid4(), "a.txt", b"abc"), _stored(uuid4(), "a.txt", b"abc")
    StoredFile.objects.filter(pk=left.pk).delete()
    assert storing.sweep(at=AT, alone=True) == 1
    assert vault.lying() == {kept.pk}


def test_a_removal_that_is_cut_off_is_found_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _stored(uuid4(), "a.txt", b"abc")
    StoredFile.objects.filter(pk=file.pk).delete()
    unlink, done = Path.unlink, []

    def dying(self: Path, missing_ok: bool = False) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(self)
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", dying)
        with pytest.raises(KeyboardInterrupt):
            vault.remove(file.pk)
    assert vault.lying() == {file.pk}


class _Clamd(socketserver.StreamRequestHandler):
    """The other side of INSTREAM, as clamd(8) describes it."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        if b"BROKEN" in content:
            return
        self.wfile.write(b"stream: Eicar-Test FOUND\0" if b"VIRUS" in content else b"stream: OK\0")


@pytest.fixture
def clamd() -> Iterator[tuple[str, int]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield ("127.0.0.1", server.server_address[1])
        server.shutdown()


def test_the_scanner_is_asked_in_its_own_language(clamd: tuple[str, int]) -> None:
    assert is_clean(b"x" * 200_000, where=clamd)
    assert not is_clean(BAD, where=clamd)
    with pytest.raises(ScanFailed):
        is_clean(b"BROKEN", where=clamd)


def test_files_wait_for_the_scanner_and_bad_ones_are_removed(db: None, clamd: tuple[str, int]) -> None:
    case = uuid4()
    good = _stored(case, "a.txt", b"fine")
    bad = _stored(case, "b.txt", BAD)
    assert not storing.passed_on(good, scanned=True)
    assert storing.passed_on(good, scanned=False), "without a scanner the reader is told"
    assert storing.scan(where=clamd, at=AT) == 2
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == (State.CLEAN, State.REFUSED)
    assert storing.passed_on(good, scanned=True)
    assert not storing.passed_on(bad, scanned=False)
    with pytest.raises(vault.Gone):
        vault.get(bad.pk, vault.ORIGINAL, subject=case)
    assert storing.scan(where=clamd, at=AT) == 0


def test_without_an_answer_files_wait(db: None) -> None:
    file = _stored(uuid4(), "a.txt", b"fine")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(OSError):
            storing.scan(where=unused.getsockname(), at=AT)
    file.refresh_from_db()
    assert file.state == State.UNSCANNED


def test_a_wrong_setting_is_told() -> None:
    assert scanner("") is None
    assert scanner("clamd://scan:1234") == ("scan", 1234)
    for wrong in ("http://scan", "clamd://", "clamd://scan:port"):
        with pytest.raises(ScanSettingsError):
            scanner(wrong)
