"""`./dienests restore`: nothing that was erased comes back, nothing that was published is forgotten."""

import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from dienests.kernel.tree import folder
from dienests.kernel.tree.checkpoint import Checkpoint
from dienests.kernel.tree.notes import SigningKey
from dienests.kernel.tree.tiles import Tiles, grown, made
from tests.architecture.house import ROOT
from tests.backups import scripts
from tests.backups.installation import SETUP, Installation

each_database = pytest.mark.each_database  # the others judge files, which are alike whatever the database is
KEPT = {"sessions.session", "kernel_access.opensession"}  # whoever was signed in signs in again
GROWN = {"kernel_log.event", "kernel_log.head", "kernel_log.sealed", "kernel_log.unsealed", "contenttypes.contenttype"}


def restored(house: Installation, other: Installation, *words: str) -> str:
    """Copy the house, put keys and log beside the empty database, restore, and return what was told."""
    copy = house.backup()
    other.take_over(house)
    return other.done("restore", str(copy), *words)


@each_database
def test_everything_comes_back_and_is_served(house: Installation, other: Installation) -> None:
    before = house.python(scripts.READ)
    told = restored(house, other)
    after = other.python(scripts.READ)
    assert (after["breaks"], after["lost"]) == ([], 0)
    assert (after["events"], after["sealed"]) == (before["events"] + 1, before["sealed"] + 1), "one event: restored"
    assert after["files"] == before["files"] == ["Content of a file.\n"]
    for model, rows in before["rows"].items():
        if model not in KEPT:
            assert set(rows) <= set(after["rows"][model]) if model in GROWN else rows == after["rows"][model], model
    assert re.search(r"Verified: \d+ events in \d+ streams", told)
    assert other.done("up", "--check")
    assert "not empty" in other.refused("restore", str(next(house.copies.glob("dienests-*"))))


def test_a_dry_run_changes_nothing(house: Installation, other: Installation) -> None:
    copy = house.backup()
    house.python(scripts.GO_ON, "7")
    other.take_over(house)
    told = other.done("restore", str(copy), "--check")
    assert "7 events published since would be lost" in told
    assert "Nothing was changed" in told
    assert (
        other.python("from dienests.cli.backups import making\nprint(json.dumps(sorted(making.database().tables())))")
        == []
    )
    assert not (other.data / "files").exists()


def test_without_the_log_nothing_is_restored(house: Installation, other: Installation) -> None:
    copy = house.backup()
    for lacking in ("erased", "checkpoint", "key"):
        other.take_over(house)
        (other.log / lacking).unlink()
        assert f"{other.log / lacking} is missing: put the folder LOG_DIR back" in other.refused("restore", str(copy))
    assert (
        other.python("from dienests.cli.backups import making\nprint(json.dumps(sorted(making.database().tables())))")
        == []
    )


def test_a_list_that_is_older_than_the_copy_is_refused(house: Installation, other: Installation) -> None:
    (house.log / "erased").write_text(f"event {'0' * 8}-0000-4000-8000-{'0' * 12} 2026-11-01T00:00:00.000000Z\n")
    copy = house.backup()
    other.take_over(house)
    (other.log / "erased").write_text("")
    assert "is older than the copy" in other.refused("restore", str(copy))


def test_a_log_that_is_older_than_the_copy_is_refused(house: Installation, other: Installation) -> None:
    older = house.place / "older"
    shutil.copytree(house.log, older)
    house.python(scripts.GO_ON, "3")
    copy = house.backup()
    other.take_over(house)
    shutil.rmtree(other.log)
    shutil.copytree(older, other.log)
    (other.log / "erased").touch()
    assert "put back the newest LOG_DIR" in other.refused("restore", str(copy))


def test_the_log_of_another_installation_is_refused(house: Installation, other: Installation) -> None:
    copy = house.backup()
    other.take_over(house)
    shutil.rmtree(other.log)
    _stranger(other.log)
    assert "is not the one that signed the log in LOG_DIR" in other.refused("restore", str(copy))
    (other.keys / "log-seal.key").unlink()
    assert "the copy is one of the log" in other.refused("restore", str(copy))


def _stranger(place: Path) -> None:
    """Publish a log of somebody else."""
    key, leaves = SigningKey("elsewhere/log-000000", bytes(32)), bytes(32 * 3)
    files = list(grown(place, 0, [leaves]))
    note = Checkpoint(key.name, 3, Tiles(made([leaves]), 3).root()).signed(key)
    files += [(folder.KEY, f"{key.verifier}\n".encode()), (folder.CHECKPOINT, note.encode()), ("erased", b"")]
    folder.write(place, files)


def test_a_changed_tile_is_named(house: Installation, other: Installation) -> None:
    copy = house.backup()
    other.take_over(house)
    tile = next(path for path in (other.log / "tile" / "0").rglob("*") if path.is_file())
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    assert "what was published in LOG_DIR is not what the copy holds" in other.refused("restore", str(copy))
    tile.write_bytes(tile.read_bytes()[:-1])
    assert "is missing or cut short" in other.refused("restore", str(copy))


def test_missing_keys_are_named_and_destroyed_ones_are_not(house: Installation, other: Installation) -> None:
    copy = house.backup()
    other.take_over(house)
    (files,) = other.keys.rglob("files/*.key")
    name = f"files/{files.stem}"
    for path in (files, other.keys / "codes-search.key", other.keys / "codes-show.key"):
        path.unlink()
    told = other.refused("restore", str(copy))
    assert f"3 keys are missing in the key store: codes-search, codes-show, {name}." in told
    (other.log / "erased").write_text(f"key {name} 2026-11-30T00:00:00.000000Z\n")
    assert "2 keys are missing in the key store: codes-search, codes-show." in other.refused("restore", str(copy))
    told = other.done("restore", str(copy), "--without-keys")
    assert "Without the key codes-search: what it sealed cannot be read." in told
    state = other.python(scripts.READ)
    assert (state["files"], state["restored"][0]["keys_missing"]) == ([None], 2)


@each_database
def test_what_was_erased_after_the_copy_does_not_come_back(house: Installation, other: Installation) -> None:
    """Not in the database file, not in a dump of it, not in the vault; its key is destroyed again, the log is whole."""
    copy = house.backup()
    secret = scripts.TEXT.encode()
    assert any(secret in content for content in _plain(house)), "it is found where it was not erased"
    (key,) = house.keys.rglob("files/*.key")
    kept = key.read_bytes()
    case = house.python(scripts.ERASE)
    assert not key.exists()
    other.take_over(house)
    key = other.keys / key.relative_to(house.keys)
    key.write_bytes(kept)  # the copy of the keys is an older one
    key.chmod(0o600)
    told = other.done("restore", str(copy))
    assert re.search(r"Erased again, by the list of \d+ lines: 1 case", told)
    assert not key.exists(), "a restored key store still held it"
    everything = [*_plain(other), *(path.read_bytes() for path in other.data.rglob("*") if path.is_file())]
    assert not any(secret in content for content in everything)
    state = other.python(scripts.READ)
    assert (state["breaks"], set(state["files"])) == ([], {None} if state["files"] else set())
    assert case in state["rows"]["kernel_cases.case"], "that there was a case is no secret"


@each_database
def test_a_restore_that_goes_on_leaves_no_content_that_the_first_took_out(
    house: Installation, other: Installation
) -> None:
    """The key of the case stays, since another file of it does: what lies in the vault could be read."""
    house.python(scripts.BESIDE)
    copy = house.backup()
    assert len(_lying(house)) == 2
    house.python(scripts.ERASE, "messages")
    other.take_over(house)
    other.python(scripts.STOP, str(copy))
    assert len(_lying(other)) == 1
    assert "is not cleaned yet" in other.refused("up", "--check")
    other.done("restore", str(copy))
    state = other.python(scripts.READ)
    assert (state["files"], _lying(other)) == (["It stays.\n"], set(state["rows"]["kernel_files.storedfile"]))


def _lying(house: Installation) -> set[str]:
    """Return the files whose contents lie in the vault."""
    return {path.name.partition(".")[0] for path in (house.data / "files").rglob("*") if path.is_file()}


def _plain(house: Installation) -> list[bytes]:
    """Return the database as bytes: the files of SQLite, what PostgreSQL dumps."""
    if house.url.startswith("sqlite"):
        return [path.read_bytes() for path in house.place.glob("house.sqlite3*")]
    done = subprocess.run(["pg_dump", f"--dbname={house.url}"], capture_output=True, check=True)
    return [done.stdout]


@each_database
def test_an_older_copy_never_forks_the_log_and_says_what_is_lost(house: Installation, other: Installation) -> None:
    copy = house.backup()
    size = house.python(scripts.GO_ON, "5")
    other.take_over(house)
    told = other.done("restore", str(copy))
    assert "The copy is older than the last checkpoint: 5 events are lost" in told
    state = other.python(scripts.READ)
    assert (state["breaks"], state["lost"], state["sealed"]) == ([], 5, size + 1)
    (said,) = state["restored"]
    assert (said["lost"], said["found"], said["published"]) == (5, 0, size)
    assert other.python(scripts.GO_ON, "2") == size + 3, "it goes on behind what was published"
    assert other.python(scripts.READ)["breaks"] == []


@each_database
def test_events_that_were_sealed_after_the_copy_keep_their_places(house: Installation, other: Installation) -> None:
    """The copy holds events that waited; they were published later, so they get the same places again."""
    house.python(scripts.WAIT, "4")
    copy = house.backup()
    house.python(scripts.SEALER_GONE)
    house.python(scripts.GO_ON, "3")
    other.take_over(house)
    told = other.done("restore", str(copy))
    assert "3 events are lost" in told
    state = other.python(scripts.READ)
    assert (state["breaks"], state["lost"], state["restored"][0]["found"]) == ([], 3, 4)


@each_database
def test_killed_anywhere_it_goes_on_and_is_never_served_before_it_is_done(
    house: Installation, other: Installation
) -> None:
    copy = house.backup()
    house.python(scripts.GO_ON, "5")
    other.take_over(house)
    marks = ("Loaded", "Erased again", "The copy is older", "Loaded", "Erased again")
    for attempt, mark in enumerate(marks):
        with subprocess.Popen(
            other.command("restore", str(copy)), env=other.surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as running:
            assert running.stdout is not None
            for line in running.stdout:
                if line.startswith(mark):
                    time.sleep(attempt / 200)
                    running.send_signal(signal.SIGKILL)
                    break
            running.stdout.read()
        if running.returncode == 0:
            break
        for words in (("up", "--check"), ("work",), ("upgrade",), ("backup",)):
            assert "is not cleaned yet" in other.refused(*words)
    told = other.done("restore", str(copy)) if running.returncode else ""
    state = other.python(scripts.READ)
    assert (state["breaks"], state["lost"], len(state["restored"])) == ([], 5, 1), told
    assert other.done("up", "--check")


def test_the_restore_of_another_copy_does_not_go_on_with_this_one(house: Installation, other: Installation) -> None:
    first = house.backup()
    time.sleep(1.1)
    second = house.backup()
    other.take_over(house)
    with subprocess.Popen(
        other.command("restore", str(first)), env=other.surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(signal.SIGKILL)
    assert "the restore of another copy was stopped" in other.refused("restore", str(second))
    other.done("restore", str(first))


@each_database
def test_nothing_is_restored_beside_a_server(house: Installation, other: Installation) -> None:
    copy = house.backup()
    other.take_over(house)
    other.data.mkdir(exist_ok=True)
    for holder in ("serving", "restoring"):
        with subprocess.Popen(
            [other.command()[0], "-W", "ignore", "-c", SETUP + scripts.HOLD, holder], env=other.surroundings, cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as held:  # fmt: skip
            assert held.stdout is not None
            assert held.stdout.readline() == "held\n"
            assert "stop that first" in other.refused("restore", str(copy))
            held.kill()
    other.done("restore", str(copy))


@each_database
def test_a_copy_of_the_other_kind_of_database_is_refused(house: Installation, other: Installation) -> None:
    copy = house.backup()
    other.take_over(house)
    if other.url.startswith("sqlite"):
        pytest.skip("PostgreSQL is needed for it")
    embedded = Installation(other.place, f"sqlite:///{other.place / 'new.sqlite3'}")
    assert "the copy is one of postgresql, DATABASE_URL names sqlite" in embedded.refused("restore", str(copy))


def test_a_copy_of_a_newer_version_is_refused(house: Installation, other: Installation) -> None:
    house.python(
        "from django.db import connection\n"
        'connection.cursor().execute("INSERT INTO django_migrations (app, name, applied) VALUES '
        "('kernel_log', '0099_from_tomorrow', CURRENT_TIMESTAMP)\")"
    )
    copy = house.backup()
    other.take_over(house)
    assert "newer version (kernel_log.0099_from_tomorrow)" in other.refused("restore", str(copy))


def test_a_forged_copy_is_loaded_and_never_served(house: Installation, other: Installation) -> None:
    """Somebody changed an event in the copy and wrote a manifest that fits."""
    forge = (
        "from dienests.kernel.log import append_only\nfrom django.db import connection\n"
        "append_only.remove(connection)\n"
        "connection.cursor().execute(\"UPDATE kernel_log_event SET basis = 'forged' WHERE position = 1\")\n"
        "append_only.install(connection)"
    )
    house.python(forge)
    copy = house.backup()
    other.take_over(house)
    assert "the restored log is broken" in other.refused("restore", str(copy))
    assert "is not cleaned yet" in other.refused("up", "--check")


@each_database
def test_rights_of_roles_come_back_where_the_server_knows_them(house: Installation, other: Installation) -> None:
    if other.url.startswith("sqlite"):
        pytest.skip("the embedded database has no roles")
    with psycopg.connect(house.url, autocommit=True) as line:
        line.execute("CREATE ROLE reader_of_copies")
        line.execute("GRANT SELECT ON kernel_log_event TO reader_of_copies")
        copy = house.backup()
        other.take_over(house)
        line.execute("DROP OWNED BY reader_of_copies")
        line.execute("DROP ROLE reader_of_copies")
        assert "gives rights to reader_of_copies" in other.refused("restore", str(copy))
        line.execute("CREATE ROLE reader_of_copies")
        other.done("restore", str(copy))
        asked = "SELECT has_table_privilege('reader_of_copies', 'kernel_log_event', 'SELECT')"
        with psycopg.connect(other.url, autocommit=True) as there:
            assert there.execute(asked).fetchone() == (True,)
            there.execute("DROP OWNED BY reader_of_copies")
        line.execute("DROP ROLE reader_of_copies")
