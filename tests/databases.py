"""Databases of the kind that this run tests, by their addresses: one for each installation, and that of the tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from django.db import connection

SQLITE = "sqlite:///"


@contextmanager
def fresh(place: Path, *, like: str | None = None) -> Iterator[str]:
    """Name a database that nobody has used yet; with `like` it holds what another one holds, which nobody uses."""
    if not _server().startswith("postgresql"):
        path = place / "house.sqlite3"
        if like is not None:
            shutil.copy(like.removeprefix(SQLITE), path)
        yield f"{SQLITE}{path}"
        return
    name = f"house_{uuid4().hex[:8]}"
    with psycopg.connect(_server(), autocommit=True) as line:
        template = f" TEMPLATE {like.rpartition('/')[2]}" if like is not None else ""
        line.execute(f"CREATE DATABASE {name}{template}")  # type: ignore[arg-type]
        yield _beside(name)
        line.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def of_tests() -> str:
    """Return the database of the tests, which Django's own command has made."""
    made = str(connection.settings_dict["NAME"])
    return f"{SQLITE}{made}" if connection.vendor == "sqlite" else _beside(made)


def _server() -> str:
    return os.environ["DATABASE_URL"]


def _beside(name: str) -> str:
    return f"{_server().rpartition('/')[0]}/{name}"
