"""The database of an installation, tampered with by hand, judged by the stand-alone file and by the product."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from dienests.kernel.log import copying
from dienests.kernel.log.events import Event
from dienests.kernel.log.joining import join
from dienests.kernel.log.origin import verifier_key
from dienests.kernel.log.receipts import receipt_of
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.tests.given import AT, a_stream, key, tamper
from dienests.kernel.tree import folder
from tests.verifier.given import run

pytestmark = pytest.mark.django_db(transaction=True)
Statement = str


@pytest.fixture
def sealed() -> None:
    """Write 300 events in 60 streams and seal them, then three that wait."""
    for _number in range(60):
        a_stream(5)
    seal(at=AT)
    a_stream(3)


def as_file(here: Path) -> Path:
    """Return a copy of the database file without its triggers, as somebody who owns it can make it."""
    file = here / "stolen.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as old, closing(sqlite3.connect(file)) as new:
        old.backup(new)
        for (name,) in new.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            new.execute(f'DROP TRIGGER "{name}"')
        new.commit()
    return file


def tampered(here: Path, statements: list[str]) -> Path:
    file = as_file(here)
    with closing(sqlite3.connect(file)) as base:
        base.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            assert base.execute(statement).rowcount, statement
        base.commit()
    return file


def told(here: Path, file: Path) -> tuple[int, set[str], list[str]]:
    code, said = run(here, "log", file, "--log-dir", settings.LOG_DIR, "--json")
    faults = json.loads(said)["faults"]
    return code, {each["fault"] for each in faults}, [each["place"].partition(" (")[0] for each in faults]


def _only_on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a database that is one file is SQLite")


EVENT, SEALED = "kernel_log_event", "kernel_log_sealed"
AT_7 = f'(SELECT event FROM {SEALED} WHERE "index" = 7)'
STREAM_7 = f"(SELECT stream FROM {EVENT} WHERE id = {AT_7})"
# What was done by hand -> the faults that must be named, and the first place.
BY_HAND: dict[str, tuple[list[str], set[str], str]] = {
    "content": ([f"UPDATE {EVENT} SET payload = '{{\"number\": 9}}' WHERE id = {AT_7}"], {"content"}, "act 7"),
    "content that is no JSON": ([f"UPDATE {EVENT} SET payload = 'x' WHERE id = {AT_7}"], {"content"}, "act 7"),
    "all of the content": (
        [f"UPDATE {EVENT} SET payload = NULL, salt = NULL WHERE id = {AT_7}"], {"erased_unsaid"}, "stolen.sqlite3",
    ),
    "half of the content": ([f"UPDATE {EVENT} SET salt = NULL WHERE id = {AT_7}"], {"halves"}, "act 7"),
    "who": ([f"UPDATE {EVENT} SET mandate = '{'a' * 32}' WHERE id = {AT_7}"], {"leaf"}, "act 7"),
    "who, made a machine": ([f"UPDATE {EVENT} SET mandate = NULL WHERE id = {AT_7}"], {"leaf"}, "act 7"),
    "when": ([f"UPDATE {EVENT} SET at = '2020-01-01 00:00:00' WHERE id = {AT_7}"], {"leaf"}, "act 7"),
    "what": ([f"UPDATE {EVENT} SET act = 'other' WHERE id = {AT_7}"], {"leaf"}, "act 7"),
    "the leaf": ([f"UPDATE {EVENT} SET leaf = zeroblob(32) WHERE id = {AT_7}"], {"leaf"}, "act 7"),
    "the commitment": (
        [f"UPDATE {EVENT} SET commitment = zeroblob(32) WHERE id = {AT_7}"], {"content", "leaf"}, "act 7",
    ),
    "a removed row": ([f"DELETE FROM {EVENT} WHERE id = {AT_7}"], {"missing", "chain"}, "act 7"),
    "a removed row with its place": (
        [f"DELETE FROM {EVENT} WHERE id = {AT_7}", f'DELETE FROM {SEALED} WHERE "index" = 7'], {"missing", "chain"},
        "act 7",
    ),
    "a whole stream": ([f"DELETE FROM {EVENT} WHERE stream = {STREAM_7}"], {"missing", "head"}, "act 5"),
    "a place alone": ([f'DELETE FROM {SEALED} WHERE "index" = 7'], {"missing", "chain", "head"}, "act 7"),
    "two places exchanged": (
        [
            f'UPDATE {SEALED} SET "index" = -1 WHERE "index" = 7', f'UPDATE {SEALED} SET "index" = 7 WHERE "index" = 8',
            f'UPDATE {SEALED} SET "index" = 8 WHERE "index" = -1',
        ],
        {"exchanged", "chain"}, "act 7",
    ),
    "a leaf in the table of places": (
        [f'UPDATE {SEALED} SET leaf = zeroblob(32) WHERE "index" = 7'], {"leaf"}, "act 7",
    ),
    "the end of the log": (
        [f'DELETE FROM {EVENT} WHERE id IN (SELECT event FROM {SEALED} WHERE "index" >= 290)',
         f'DELETE FROM {SEALED} WHERE "index" >= 290'], {"shrunk", "head"}, "matter",
    ),
}  # fmt: skip


@pytest.mark.each_database
def test_an_untouched_log_agrees(sealed: None, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    made = copying.copy(copy, with_content=True)
    assert (made.acts, made.waiting, made.lost) == (303, 3, 0)
    code, said = run(tmp_path, "log", copy)
    assert (code, "AGREES: 303 acts" in said, "3 acts are not yet covered" in said) == (0, True, True)
    if connection.vendor == "sqlite":
        assert told(tmp_path, as_file(tmp_path)) == (0, set(), [])


@pytest.mark.each_database
def test_a_copy_without_content_shows_no_words(sealed: None, tmp_path: Path) -> None:
    copying.copy(tmp_path / "copy", with_content=False)
    assert "Šķiņķis" not in (tmp_path / "copy" / "events.jsonl").read_text(encoding="utf-8")
    code, said = run(tmp_path, "log", tmp_path / "copy")
    assert (code, "The content of 303 acts is not included" in said) == (0, True)
    with pytest.raises(copying.CopyRefused, match=r"/copy "):
        copying.copy(tmp_path / "copy", with_content=False)


@pytest.mark.parametrize(("statements", "faults", "place"), BY_HAND.values(), ids=BY_HAND)
def test_what_was_done_by_hand_is_named(
    sealed: None, tmp_path: Path, statements: list[str], faults: set[str], place: str
) -> None:
    _only_on_sqlite()
    code, found, places = told(tmp_path, tampered(tmp_path, statements))
    assert (code, found) == (1, faults)
    assert place in places[0]


def _changed(name: str) -> Callable[[Path], None]:
    def change(here: Path) -> None:
        file = next(here.glob(name))
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    return change


@pytest.mark.parametrize(
    ("name", "fault"),
    [("tile/0/000", "tile"), ("tile/0/001.p/*", "tile"), ("tile/1/000.p/1", "tile"), ("checkpoint", "damaged")],
)
def test_a_published_file_that_was_changed_is_named(sealed: None, tmp_path: Path, name: str, fault: str) -> None:
    _only_on_sqlite()
    _changed(name)(Path(settings.LOG_DIR))
    code, found, places = told(tmp_path, as_file(tmp_path))
    assert (code, fault in found) == (1, True)
    assert any(name.partition("*")[0] in place for place in places)


def test_an_older_copy_of_the_database_is_noticed(sealed: None, tmp_path: Path) -> None:
    _only_on_sqlite()
    older = as_file(tmp_path)
    seal(at=AT)
    code, found, _places = told(tmp_path, older)
    assert (code, found) == (1, {"shrunk"})


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000, b"SQLite format 3\x00" + b"\x00" * 5000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.sqlite3"
    file.write_bytes(content)
    code, said = run(tmp_path, "log", file)
    assert (code, said.splitlines()[-1]) == (2, "NOT JUDGED.")


def test_a_damaged_database_gets_one_sentence(sealed: None, tmp_path: Path) -> None:
    _only_on_sqlite()
    file = as_file(tmp_path)
    content: Any = bytearray(file.read_bytes())
    for place in range(9000, len(content), 4096):
        content[place] ^= 255
    file.write_bytes(bytes(content))
    code, _said = run(tmp_path, "log", file, "--log-dir", settings.LOG_DIR)
    assert code in (1, 2)


@pytest.mark.each_database
def test_a_receipt_of_the_product_is_checked_by_the_file_alone(sealed: None, tmp_path: Path) -> None:
    event = Event.objects.exclude(stream_kind="log").earliest("at")
    receipt = receipt_of(event.pk, with_content=True)
    (tmp_path / "receipt.json").write_text(receipt.json(), encoding="utf-8")
    (tmp_path / "letter.tlog-proof").write_text(receipt.text(), encoding="utf-8")
    code, said = run(tmp_path, "receipt", tmp_path / "receipt.json")
    assert (code, str(verifier_key()) in said) == (0, True)
    public = str(Path(settings.LOG_DIR) / "key")
    assert run(tmp_path, "receipt", "letter.tlog-proof", "--key", public)[0] == 0
    other = receipt.plain() | {"event": receipt.event | {"act": "other"}}
    (tmp_path / "forged.json").write_text(json.dumps(other), encoding="utf-8")
    code, said = run(tmp_path, "receipt", "forged.json", "--key", public)
    assert (code, "the act was changed, or the receipt is forged" in said) == (1, True)


@pytest.mark.each_database
def test_what_a_restore_lost_is_no_fault_and_is_said_for_ever(tmp_path: Path) -> None:
    a_stream(5)
    seal(at=AT)
    later = a_stream(2)
    seal(at=AT)
    # The older copy knows nothing of the later stream.
    for table in (EVENT, "kernel_log_head"):
        tamper(f"DELETE FROM {table} WHERE stream = %s", key(later))
    tamper(f'DELETE FROM {SEALED} WHERE "index" >= 5')
    place, public = Path(settings.LOG_DIR), verifier_key()
    assert public is not None
    last = folder.latest(place, public)
    assert last is not None
    join(place, last, public, at=AT, told={})
    seal(at=AT)
    # Who may not read the words sees the counts of the restore, which judge what is lost.
    for with_content in (True, False):
        copy = tmp_path / str(with_content)
        copying.copy(copy, with_content=with_content)
        code, said = run(tmp_path, "log", copy)
        assert (code, "Lost when an older copy was restored: acts 5 to 6" in said) == (0, True), said
    assert "Šķiņķis" not in (copy / "events.jsonl").read_text(encoding="utf-8")
    if connection.vendor != "sqlite":
        return
    code, said = run(tmp_path, "log", as_file(tmp_path), "--log-dir", place)
    assert (code, "Lost when an older copy was restored: acts 5 to 6" in said) == (0, True), said
    file = tampered(tmp_path, [f'UPDATE {SEALED} SET event = NULL WHERE "index" = 3'])
    assert "lost_unsaid" in told(tmp_path, file)[1]
