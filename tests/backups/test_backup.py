"""`./dienests backup`: made while others write, whole or not at all, read back, without keys, aged out."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dienests.cli.backups import checking, manifest
from dienests.cli.failure import Failure
from tests.architecture.house import ROOT
from tests.backups import scripts
from tests.backups.installation import SETUP, Installation


@pytest.mark.each_database
def test_a_copy_holds_database_and_files_and_neither_keys_nor_the_published_log(house: Installation) -> None:
    copy = house.backup()
    said = json.loads((copy / "manifest.json").read_text())
    state = house.python(scripts.READ)
    assert (said["format"], said["log"]["events"]) == ("dienests-backup/1", state["events"])
    assert said["log"]["size"] == said["log"]["published"] == state["sealed"]
    assert said["log"]["root"] in _roots(house), "the root is the published one"
    names = {str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file()}
    assert sum(name.startswith("files/") for name in names) == 2, "the original and the copy that is passed on"
    assert {name.partition("/")[0] for name in names} - {"files", "manifest.json", "keys.txt"} == {
        said["members"][0]["path"]
    }
    secrets = [path.read_bytes() for path in house.keys.rglob("*.key")]
    assert len(secrets) > 2
    for path in copy.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
        assert path.is_dir() or not any(secret in path.read_bytes() for secret in secrets), path
    assert "is whole" in house.done("backup", "--check", str(copy))


def _roots(house: Installation) -> list[str]:
    import base64

    return [base64.b64decode((house.log / "checkpoint").read_text().split("\n")[2]).hex()]


def test_an_installation_that_never_erased_gets_an_empty_list(house: Installation) -> None:
    (house.log / "erased").unlink(missing_ok=True)
    house.backup()
    assert (house.log / "erased").read_bytes() == b""
    assert (house.log / "erased").stat().st_mode & 0o777 == 0o600


def test_what_was_acknowledged_before_the_copy_began_is_in_it(house: Installation, other: Installation) -> None:
    """Two writers go on writing while the copy is made; every chain in it is whole."""
    writers = [
        subprocess.Popen(
            [house.command()[0], "-W", "ignore", "-c", SETUP + scripts.WRITE, str(number)], env=house.surroundings,
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for number in (1, 2)
    ]  # fmt: skip
    try:
        before = []
        for writer in writers:
            assert writer.stdout is not None
            before.append([int(writer.stdout.readline()) for _ in range(20)][-1])
        copy = house.backup()
        assert all(writer.poll() is None for writer in writers), "they were not disturbed"
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    other.take_over(house)
    other.done("restore", str(copy))
    assert other.python(scripts.READ)["breaks"] == []
    for number, acknowledged in zip((1, 2), before, strict=True):
        written = other.python(scripts.WRITTEN, str(number))
        assert written == list(range(1, len(written) + 1))
        assert len(written) >= acknowledged


def test_a_copy_that_is_killed_leaves_nothing_that_looks_like_one(house: Installation) -> None:
    for attempt in range(4):
        with subprocess.Popen(house.command("backup"), env=house.surroundings, cwd=ROOT, stdout=subprocess.PIPE) as one:
            deadline = time.monotonic() + 60
            while not list(house.copies.glob(".dienests-*.part")) and one.poll() is None:
                assert time.monotonic() < deadline
            time.sleep(attempt / 100)
            one.send_signal(signal.SIGKILL)
        if one.returncode:
            assert not list(house.copies.glob("dienests-*"))
    assert house.backup().is_dir()
    assert not list(house.copies.glob(".dienests-*.part")), "what was left is swept"


HARMS: tuple[tuple[Callable[[Path], object], str], ...] = (
    (lambda copy: _changed(copy / "manifest.json"), "manifest.json is not as it was written"),
    (lambda copy: (copy / "manifest.json").write_text("{}"), "has the format None"),
    (lambda copy: (copy / "manifest.json").unlink(), "is no copy"),
    (lambda copy: _rewritten(copy, "keys.txt", "../keys.txt"), "manifest.json is not as it was written"),
    (lambda copy: _rewritten(copy, "keys.txt", "files/../../keys.txt"), "manifest.json is not as it was written"),
    (lambda copy: _changed(next(copy.glob("database.*"))), "was changed"),
    (lambda copy: next(copy.glob("files/*/*")).unlink(), "is missing"),
    (lambda copy: (copy / "files" / "more").write_bytes(b"x"), "does not belong to it"),
    (lambda copy: os.truncate(next(copy.glob("database.*")), 100), "was changed"),
)


def test_a_damaged_copy_is_named_and_not_restored(house: Installation, other: Installation) -> None:
    copy = house.backup()
    for number, (harm, told) in enumerate(HARMS):
        harmed = house.place / f"harmed-{number}"
        shutil.copytree(copy, harmed)
        harm(harmed)
        with pytest.raises(Failure, match=told):
            checking.check(harmed)
    other.take_over(house)
    assert told in other.refused("restore", str(harmed))
    assert told in other.refused("backup", "--check", str(harmed))


def _rewritten(copy: Path, old: str, new: str) -> None:
    """Write the manifest anew, hash and all, with another path in it."""
    found = manifest.read(copy)
    members = tuple(replace(each, path=new) if each.path == old else each for each in found.members)
    (copy / manifest.NAME).write_bytes(replace(found, members=members).written())


def _changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_old_copies_age_out_and_the_newest_stay(house: Installation) -> None:
    house.copies.mkdir()
    (house.copies / "dienests-20200101T000000Z").mkdir()
    (house.copies / "dienests-20200102T000000Z.sqlite3").write_bytes(b"of an older version")
    (house.copies / "notes.txt").write_text("of somebody else")
    first = house.backup()
    time.sleep(1.1)
    second = house.backup("--keep", "2")
    assert {path.name for path in house.copies.iterdir()} == {first.name, second.name, "notes.txt"}
    assert "keep at least one" in house.refused("backup", "--keep", "0")


def test_a_copy_is_never_laid_beside_the_keys_or_into_what_is_public(house: Installation) -> None:
    for place in (house.keys / "copies", house.log / "copies", house.data / "files" / "copies"):
        assert "name another one" in house.refused("backup", "--to", str(place))
        assert not place.exists()


def test_a_file_that_lies_nowhere_is_told_and_the_copy_is_made(house: Installation) -> None:
    for path in (house.data / "files").rglob("*.original"):
        path.unlink()
    done = house.dienests("backup")
    assert done.returncode == 1
    assert "1 files lie nowhere any more" in done.stdout
    (copy,) = house.copies.glob("dienests-*")
    assert len(json.loads((copy / "manifest.json").read_text())["missing"]) == 1
    house.done("backup", "--check", str(copy))


def test_a_file_whose_key_was_destroyed_is_not_missing(house: Installation) -> None:
    for path in [*(house.data / "files").rglob("*.original"), *house.keys.rglob("files/*.key")]:
        path.unlink()
    house.backup()
