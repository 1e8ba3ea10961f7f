"""Who serves and who upgrades: servers share a lease on the database, an upgrade or a restore needs it for itself.

SQLite: a lock on a file beside the database. PostgreSQL: an advisory lock, which also holds between machines. Either
ends with the process that took it, however that ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from dienests.cli.backups import mark
from dienests.cli.failure import Failure

_NUMBER = 0x4449454E  # any number that nobody else uses in this database
_UPGRADING = "an upgrade or a restore of this database is running; wait until it is done."
_IN_USE = "Dienests is running on this database, or is being upgraded or restored; stop that first."
_SERVING = "Dienests is running on this database, perhaps in an older version; stop it, then upgrade."


@contextmanager
def serving() -> Iterator[None]:
    """Hold the lease of a server; raises a Failure while somebody upgrades."""
    with _held(alone=False, refusal=_UPGRADING):
        mark.refuse()
        yield


@contextmanager
def upgrading() -> Iterator[None]:
    """Hold the lease of an upgrade; raises a Failure while anybody serves or upgrades."""
    with _held(alone=True, refusal=_SERVING):
        mark.refuse()
        yield


@contextmanager
def restoring() -> Iterator[None]:
    """Hold the lease of a restore; raises a Failure while anybody serves, upgrades or restores."""
    with _held(alone=True, refusal=_IN_USE):
        yield


@contextmanager
def _held(*, alone: bool, refusal: str) -> Iterator[None]:
    lease: Any = _on_postgresql(alone) if connection.vendor == "postgresql" else _on_file(alone)
    if lease is None:
        raise Failure(refusal)
    try:
        yield
    finally:
        os.close(lease) if isinstance(lease, int) else lease.close()


def _on_file(alone: bool) -> int | None:
    # Never removed: a lock on a file that somebody else removes and makes anew would be a lock on nothing.
    lease = os.open(f"{settings.DATABASES['default']['NAME']}.lease", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lease, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lease)
        return None
    return lease


def _on_postgresql(alone: bool) -> Any:
    import psycopg  # noqa: PLC0415 - SQLite does without

    # A connection of its own: those of pages are closed and opened again.
    line = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True)
    taken = "pg_try_advisory_lock" if alone else "pg_try_advisory_lock_shared"
    row = line.execute(f"SELECT {taken}({_NUMBER})").fetchone()
    if row is not None and row[0]:
        return line
    line.close()
    return None
