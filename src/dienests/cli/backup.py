"""A copy of the database before it changes: SQLite's own backup, or pg_dump."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from dienests.cli.failure import Failure


def possible() -> bool:
    """Tell whether a copy can be made here."""
    return connection.vendor == "sqlite" or shutil.which("pg_dump") is not None


def make(at: datetime) -> Path:
    """Copy the database into the folder backups beside the data and return the file; it is whole or not there."""
    folder = settings.DATA_DIR.parent / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kind = "sqlite3" if connection.vendor == "sqlite" else "pgdump"
    path = folder / f"dienests-{at:%Y%m%dT%H%M%SZ}.{kind}"
    draft = path.with_name(f".{path.name}.part")
    try:
        (_sqlite if connection.vendor == "sqlite" else _postgresql)(draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def _sqlite(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    source = str(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(path)) as new:
        old.backup(new)
        found = new.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise Failure("the copy of the database is not sound, so the database itself is not; nothing was changed.")


def _postgresql(path: Path) -> None:
    database = settings.DATABASES["default"]
    # The password goes by the environment: everybody on this machine may read the words of a command.
    surroundings = os.environ | {
        "PGPASSWORD": database["PASSWORD"], "PGHOST": database["HOST"], "PGUSER": database["USER"],
        "PGPORT": database["PORT"] or "5432", "PGDATABASE": database["NAME"],
    }  # fmt: skip
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    command = ["pg_dump", "--format=custom", "--no-password", f"--file={path}"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        words = done.stderr.strip().splitlines()
        raise Failure(f"pg_dump could not copy the database ({words[-1] if words else 'no reason given'}).")
