"""Making a copy, whole or not at all, while the server runs: the database first, then what its rows tell of."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection

from dienests.cli.backups import contents, disk, erased_list, key_names, postgresql, sqlite
from dienests.cli.backups.manifest import NAME, LogState, Manifest, faults, member
from dienests.cli.failure import Failure

NAMED = re.compile(r"dienests-\d{8}T\d{6}Z(\.sqlite3|\.pgdump)?")  # with an ending: those of older versions


def database() -> ModuleType:
    """Return what copies and loads the kind of database that DATABASE_URL names."""
    return sqlite if connection.vendor == "sqlite" else postgresql


def possible() -> bool:
    """Tell whether a copy can be made here."""
    return connection.vendor == "sqlite" or shutil.which("pg_dump") is not None


def usual() -> Path:
    """Return the folder of the copies, beside the data."""
    place: Path = settings.DATA_DIR.parent / "backups"
    return place


def make(at: datetime, *, to: Path | None = None) -> tuple[Path, Manifest]:
    """Make a copy in a folder of copies and return where it lies; it is there whole, read back, or not at all."""
    target = to or usual()
    disk.folder(target)
    place = target / f"dienests-{at:%Y%m%dT%H%M%SZ}"
    with _alone(target):
        _sweep(target)
        if place.exists():
            raise Failure(f"{place} is there already; wait a second and say it again.")
        draft = place.with_name(f".{place.name}.part")
        try:
            manifest = _fill(draft, at)
            draft.replace(place)
            disk.flush(target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return place, manifest


def age_out(target: Path, *, keep: int, noted: Path | None = None) -> int:
    """Remove the oldest copies so that so many are left, and return how many went; one that is noted stays."""
    with _alone(target):
        copies = sorted((each for each in target.iterdir() if NAMED.fullmatch(each.name)), key=lambda each: each.name)
        old = [each for each in copies[: max(0, len(copies) - keep)] if each != noted]
        for each in old:
            gone = each.with_name(f".{each.name}.part")
            each.rename(gone)  # half removed it would be a damaged copy
        _sweep(target)
    return len(old)


def _fill(draft: Path, at: datetime) -> Manifest:
    draft.mkdir(mode=0o700)
    # The list first: it must not know of more than the database that is copied after it.
    erased = erased_list.state()
    place = draft / database().FILE
    read = database().dump(place)
    disk.flush(place)
    members = [member(draft, place), *contents.copy(draft), key_names.write(draft, read.stored)]
    state = LogState(read.events, read.size, read.root, read.origin, read.published, *erased)
    manifest = Manifest(
        at.isoformat(timespec="seconds"), connection.vendor, read.migrations, read.institutions, read.roles, state,
        tuple(members), tuple(contents.missing(read.stored, members)),
    )  # fmt: skip
    disk.written(draft / NAME, manifest.written())
    disk.flush_all(draft)
    for fault in faults(draft, manifest):
        raise Failure(f"the copy was not written as it should be ({fault}); look at the disk. It was not kept.")
    database().check(place)
    return manifest


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Let one process at a time make or remove copies in a folder."""
    handle = os.open(target, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Failure(f"another copy is being made in {target}; wait until it is done.") from None
    finally:
        os.close(handle)


def _sweep(target: Path) -> None:
    """Remove what a killed process left."""
    for each in target.glob(".dienests-*.part"):
        shutil.rmtree(each) if each.is_dir() else each.unlink()
