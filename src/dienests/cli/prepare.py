"""What `up` does before it serves: directories, catalogues, checks, tables, texts, demonstration, left-over effects."""

import gzip
import hashlib
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError, ProgrammingError

from dienests.cli import checks
from dienests.cli.failure import Failure
from dienests.site.i18n import catalogues

PACKAGE = Path(__file__).resolve().parents[1]


def all_of_it(*, sources: Path | None) -> None:
    """Bring the installation to where it can serve; what was done at an earlier start is not done again."""
    tables()
    _content(sources)


def tables() -> None:
    """Bring folders, catalogues and tables to the state of the code.

    A real institution is upgraded by its own command, which makes a copy first and sees that nobody serves meanwhile.
    """
    files()
    django.setup()
    from dienests.cli.backups import mark  # noqa: PLC0415 - reads the settings of the database

    mark.refuse()
    stamp = settings.DATA_DIR / "prepared.json"
    code = fingerprint()
    if not _prepared(stamp, code):
        checks.run()
        from dienests.cli import migrating  # noqa: PLC0415 - reads models

        if migrating.pending() and _is_real():
            raise Failure("this institution has to be upgraded to this version first: ./dienests upgrade")
        migrating.apply()
        _seals()
        stamp.write_text(json.dumps({"code": code, "tables": _tables()}))


def _seals() -> None:
    """Make the development authority, so that letters can be sealed before a certificate is bought."""
    from dienests.kernel.signatures import authority  # noqa: PLC0415 - only the first start of a version needs it

    authority.authority(at=datetime.now(UTC))


def files() -> None:
    """Make folders, compile catalogues, compress what is sent."""
    _directories()
    catalogues.compile_changed()
    _compress()


def _is_real() -> bool:
    """Tell whether the database holds an institution that is no demonstration, whatever version its tables have."""
    table = "kernel_parties_institution"
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE NOT is_demonstration")
        return bool(cursor.fetchone()[0])


def _directories() -> None:
    for place in (settings.DATA_DIR, settings.STATIC_ROOT):
        if place is not None:
            Path(place).mkdir(parents=True, exist_ok=True)
    probe = settings.DATA_DIR / ".written"
    probe.write_bytes(b"x" * 4096)
    probe.unlink()


def _compress() -> None:
    """Lay a compressed copy beside each style sheet and script that has none of its age; whitenoise serves it."""
    for path in (PACKAGE / "site" / "static").rglob("*"):
        small = path.with_name(f"{path.name}.gz")
        if path.suffix not in (".css", ".js", ".svg") or not path.is_file():
            continue
        if not small.exists() or small.stat().st_mtime_ns < path.stat().st_mtime_ns:
            draft = small.with_name(f".{small.name}.{os.getpid()}")
            draft.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
            draft.replace(small)


def fingerprint() -> str:
    """Return a hash over names, sizes and times of all files of the package: it changes when the code does."""
    files = hashlib.sha256(sys.version.encode())
    for path in (*sorted(PACKAGE.rglob("*")), settings.ROOT / "procedures.lock"):
        if path.suffix in (".py", ".toml", ".po", ".json", ".lock") and path.exists():
            state = path.stat()
            files.update(f"{path.relative_to(settings.ROOT)}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    files.update(repr(settings.DATABASES["default"]["NAME"]).encode())
    return files.hexdigest()


def _tables() -> list[object]:
    """Return how many migrations stand in the database and the time of the last; empty when there are no tables yet."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), max(applied) FROM django_migrations")
            return [str(value) for value in cursor.fetchone()]
    except DatabaseError as error:
        # PostgreSQL and SQLite name the missing table by different classes; every other error is a fault to be told.
        if isinstance(error, ProgrammingError) or "no such table" in str(error):
            return []
        raise


def _prepared(stamp: Path, code: str) -> bool:
    tables = _tables()
    try:
        return bool(tables) and json.loads(stamp.read_text()) == {"code": code, "tables": tables}
    except (FileNotFoundError, ValueError):
        return False


def _content(sources: Path | None) -> None:
    # These read models, so they can be imported only after Django was set up.
    from dienests.cli import content  # noqa: PLC0415 - see above

    content.bring(sources=sources, at=datetime.now(UTC))
