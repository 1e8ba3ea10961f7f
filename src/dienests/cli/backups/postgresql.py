"""PostgreSQL: copied by pg_dump, loaded by pg_restore in one transaction; both must be installed on this machine."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from dienests.cli.backups.reading import Read, read
from dienests.cli.failure import Failure

FILE = "database.pgdump"
_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
"""
_ROLES = """
    SELECT DISTINCT r.rolname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
    LATERAL aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND a.grantee <> c.relowner
"""


def dump(path: Path) -> Read:
    """Copy the database as it is at one moment, whatever is written meanwhile, and return what the copy holds."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _line() as line:
        # pg_dump and the statements here see the same snapshot.
        line.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = line.execute("SELECT pg_export_snapshot()").fetchone()[0]
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}", failed="copy the database")
        roles = [row[0] for row in line.execute(_ROLES).fetchall()]
        return read(lambda sql: line.execute(sql).fetchall(), _tables(line), roles)


def check(path: Path) -> None:
    """Raise a Failure when the copy cannot be read to its end."""
    _run("pg_restore", "--file=/dev/null", str(path), failed=f"read {path}", connected=False)


def tables() -> set[str]:
    """Return the tables and views of the database of DATABASE_URL."""
    with _line() as line:
        return _tables(line)


def unknown_roles(roles: tuple[str, ...]) -> list[str]:
    """Return those of the roles that this server does not have."""
    with _line() as line:
        known = {row[0] for row in line.execute("SELECT rolname FROM pg_roles").fetchall()}
    return [role for role in roles if role not in known]


def load(path: Path, *, grants: bool) -> None:
    """Load a copy whole or not at all; its tables belong to the user of DATABASE_URL, whoever owned them before."""
    words = [
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        f"--dbname={settings.DATABASES['default']['NAME']}",
    ]
    _run("pg_restore", *words, *([] if grants else ["--no-privileges"]), str(path), failed="load the copy")


def tidy() -> None:
    """Write the tables anew, so that what was taken out stands in none of their files any more."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FULL, ANALYZE)")


@contextmanager
def _line() -> Iterator[Any]:
    import psycopg  # noqa: PLC0415 - SQLite does without

    line = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True)
    try:
        yield line
    finally:
        line.close()


def _tables(line: Any) -> set[str]:
    return {row[0] for row in line.execute(_TABLES).fetchall()}


def _run(program: str, *words: str, failed: str, connected: bool = True) -> None:
    if shutil.which(program) is None:
        raise Failure(f"{program} is not installed here (on Debian: apt-get install postgresql-client).")
    database, surroundings = settings.DATABASES["default"], dict(os.environ)
    if connected:
        # The password goes by the environment: everybody on this machine may read the words of a command.
        surroundings |= {
            "PGPASSWORD": database["PASSWORD"], "PGHOST": database["HOST"], "PGUSER": database["USER"],
            "PGPORT": database["PORT"] or "5432", "PGDATABASE": database["NAME"],
        }  # fmt: skip
    command = [program, *(["--no-password"] if connected else []), *words]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        told = [each for each in done.stderr.strip().splitlines() if "error:" in each] or ["no reason given"]
        raise Failure(f"{program} could not {failed} ({told[0].partition('error:')[2].strip() or told[0]}).")
