"""Traces: what a database keeps of a row after it was changed; SQLite overwrites them, PostgreSQL does so by vacuum."""

from contextlib import suppress

from django.db import OperationalError, connection, transaction

# SQLite keeps freed bytes as they were, and old pages in its journal, unless it is told not to.
_OVERWRITE = "PRAGMA secure_delete = ON"
_INDEX = "INSERT INTO kernel_search_words(kernel_search_words, rank) VALUES('secure-delete', 1)"
_SETTLE = "PRAGMA wal_checkpoint(TRUNCATE)"


def overwrite() -> None:
    """Have the database overwrite what this transaction takes out, and empty its journal after the commit.

    On PostgreSQL autovacuum does so later; docs/operate.md says how it is hastened.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(_OVERWRITE)
        with suppress(OperationalError):  # before SQLite 3.42 the full-text index cannot; it holds no sealed words
            cursor.execute(_INDEX)
    transaction.on_commit(_settle, robust=True)


def _settle() -> None:
    """Empty the journal; while somebody reads an old page it waits for the next time."""
    with connection.cursor() as cursor, suppress(OperationalError):
        cursor.execute(_SETTLE)
