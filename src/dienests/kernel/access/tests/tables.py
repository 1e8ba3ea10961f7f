"""What befalls a table of looks in tests: it is tampered with, locked by somebody, or missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from django.db import connection, connections, models, transaction

Model = type[models.Model]


def _replace(model: Model) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        else:
            cursor.execute(f"TRUNCATE {table}")


CHANGES: dict[str, Callable[[Any], Any]] = {
    "changed": lambda model: model.objects.update(purpose="another"),
    "removed": lambda model: model.objects.all().delete(),
    "replaced": _replace,
}


@contextmanager
def locked(model: Model) -> Iterator[None]:
    """Let somebody else hold the table."""
    taken, done = Event(), Event()

    def lock() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # On SQLite the transaction itself locks every writer out.
            if connection.vendor == "postgresql":
                cursor.execute(f"LOCK TABLE {model._meta.db_table} IN ACCESS EXCLUSIVE MODE")
            taken.set()
            done.wait(timeout=30)
        connections.close_all()

    holder = Thread(target=lock)
    holder.start()
    assert taken.wait(timeout=5)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    try:
        yield
    finally:
        done.set()
        holder.join()
        connection.close()


@contextmanager
def missing(model: Model) -> Iterator[None]:
    """Take the table away."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO elsewhere")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE elsewhere RENAME TO {table}")
