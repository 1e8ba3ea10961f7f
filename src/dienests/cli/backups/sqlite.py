"""The embedded database: copied by SQLite's own backup, loaded by putting the file into its place, whole."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]

from dienests.cli.backups import disk, mark
from dienests.cli.backups.reading import Read, read
from dienests.cli.failure import Failure

FILE = "database.sqlite3"


def place() -> Path:
    """Return where the database lies."""
    return Path(settings.DATABASES["default"]["NAME"])


def dump(path: Path) -> Read:
    """Copy the database as it is at one moment, whatever is written meanwhile, and return what the copy holds."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(place())) as old, closing(sqlite3.connect(path)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, without a second one beside it
        _sound(new, "the copy of the database is not sound, so the database itself is not; nothing was changed.")
        return _read(new)


def check(path: Path) -> None:
    """Raise a Failure when the copy cannot be opened."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy:
        _sound(copy, f"the database in {path} is not sound; take another copy.")


def tables() -> set[str]:
    """Return the tables of the database of DATABASE_URL; none where there is no file yet."""
    if not place().exists():
        return set()
    with closing(sqlite3.connect(f"file:{place()}?mode=ro", uri=True)) as line:
        return _tables(line)


def load(path: Path, *, digest: str) -> None:
    """Put a copy into the place of the empty database, with the mark that it must not be served yet."""
    draft = place().with_name(f".{place().name}.restoring")
    disk.folder(place().parent)
    disk.copied(path, draft)
    with closing(sqlite3.connect(draft)) as line:
        line.execute("PRAGMA journal_mode=DELETE")
        for statement in mark.statements(digest):
            line.execute(statement)
        line.commit()
    disk.flush(draft)
    connection.close()
    # What an empty database left beside itself would be taken for changes of the new one.
    for end in ("-wal", "-shm", "-journal"):
        place().with_name(place().name + end).unlink(missing_ok=True)
    draft.replace(place())
    disk.flush(place().parent)


def tidy() -> None:
    """Write the database anew, so that what was taken out stands in no page of the file any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5(%%'", [])
        for (name,) in cursor.fetchall():  # a full-text index only notes what was taken out, until it is merged
            cursor.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _sound(line: sqlite3.Connection, otherwise: str) -> None:
    register_functions(line)  # Django writes them into constraints, which the check evaluates
    try:
        found = line.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError:
        found = "not a database"
    if found != "ok":
        raise Failure(otherwise)


def _tables(line: sqlite3.Connection) -> set[str]:
    rows = line.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {row[0] for row in rows}


def _read(line: sqlite3.Connection) -> Read:
    return read(lambda sql: line.execute(sql).fetchall(), _tables(line))
