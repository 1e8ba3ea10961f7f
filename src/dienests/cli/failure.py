"""What went wrong, told in one sentence that says what to do."""

import errno
import sqlite3
from collections.abc import Callable


class Failure(Exception):
    """Ends a command with its sentence and exit status 1."""


# Words of SQLite, PostgreSQL and the operating system, and what they mean for the person at the command line.
DATABASE_SENTENCES: tuple[tuple[str, str], ...] = (
    ("database is locked", "the database is locked by another program; stop it and start again."),
    (
        "unable to open database file",
        "the database file cannot be opened; see that its directory exists and is yours.",
    ),
    ("readonly database", "the database cannot be written to; check who owns its file and directory."),
    ("disk is full", "the disk is full; nothing was lost, make room and start again."),
    ("No space left", "the disk is full; nothing was lost, make room and start again."),
    ("disk I/O error", "the disk that holds the database fails or is full; look at it before you start again."),
    ("not a database", "the database file is no SQLite database; DATABASE_URL names another kind of file."),
    ("malformed", "the database file is damaged; restore the last backup."),
    ("password authentication failed", "PostgreSQL refuses the user or password of DATABASE_URL."),
    ("does not exist", "PostgreSQL knows no such database or user; create it or correct DATABASE_URL."),
    (
        "Connection refused",
        "nothing answers at the address in DATABASE_URL; start the database or correct it.",
    ),
    ("timeout expired", "the database at DATABASE_URL does not answer; check the address and the network."),
    ("resolve host", "the host in DATABASE_URL is not known; correct it."),
    ("connection failed", "the database at DATABASE_URL cannot be reached; check address, user and password."),
)
SYSTEM_SENTENCES: dict[int, str] = {
    errno.ENOSPC: "the disk is full; nothing was lost, make room and start again.",
    errno.EDQUOT: "your share of the disk is used up; make room and start again.",
    errno.EACCES: "may not be written to; give yourself the right or name another directory.",
    errno.EPERM: "may not be written to; give yourself the right or name another directory.",
    errno.EROFS: "lies on a disk that can only be read; name another directory.",
    errno.ENOTDIR: "is a file where a directory is needed; name another directory.",
    errno.EEXIST: "is a file where a directory is needed; name another directory.",
    errno.EMFILE: "cannot be opened, too many files are open; raise the limit (ulimit -n).",
}


def sentence(error: BaseException) -> str | None:
    """Return one sentence for an error of the database or the operating system; None for a fault of the program."""
    for cause in _causes(error):
        for explain in (_database, _system, _configuration):
            told = explain(cause)
            if told:
                return told
    return None


def _causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__
    return causes


def _is_a(error: BaseException, *names: str) -> bool:
    """Compare by name, so that telling an error needs neither Django nor psycopg to be loaded."""
    return any(kind.__name__ in names for kind in type(error).__mro__)


def _database(error: BaseException) -> str | None:
    if not isinstance(error, sqlite3.Error) and not _is_a(error, "DatabaseError", "InterfaceError"):
        return None
    words = str(error)
    return next((told for seen, told in DATABASE_SENTENCES if seen.lower() in words.lower()), None)


def _system(error: BaseException) -> str | None:
    if not isinstance(error, OSError) or error.errno not in SYSTEM_SENTENCES:
        return None
    told = SYSTEM_SENTENCES[error.errno]
    return f"{error.filename} {told}" if error.filename and not told.startswith(("the ", "your ")) else told


def _configuration(error: BaseException) -> str | None:
    """Errors of our own declarations and settings are sentences already."""
    return str(error) if _is_a(error, "ImproperlyConfigured", "DeclarationError", "OutlineError") else None


def told(command: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Run a command; turn a failure that can be told in a sentence into an exception that carries it."""
    try:
        return command(arguments)
    except Failure:
        raise
    except Exception as error:
        words = sentence(error)
        if words is None:
            raise
        raise Failure(words) from error
