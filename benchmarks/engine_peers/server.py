"""Databases for one run: a file per system for SQLite, a database per system on a PostgreSQL server."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def free_port() -> int:
    """A port of the loopback address that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def server_programs() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest version first; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[0].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def throwaway_postgresql() -> Iterator[str | None]:
    """A PostgreSQL with its own defaults on the loopback address; its URL, or None where it is not installed."""
    programs = server_programs()
    if programs is None:
        yield None
        return
    user = "postgres" if os.geteuid() == 0 else None
    with TemporaryDirectory(prefix="bench-postgresql-") as folder:
        password, port = secrets.token_hex(16), free_port()
        words = Path(folder, "password")
        words.write_text(password)
        if user:
            shutil.chown(folder, user)
            shutil.chown(words, user)
        data = str(Path(folder, "data"))
        initialise = [programs / "initdb", "-D", data, "-U", "bench", "-A", "scram-sha-256", f"--pwfile={words}"]
        subprocess.run(initialise, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        options = [f"-p{port}", "-clisten_addresses=127.0.0.1", "-cunix_socket_directories=", "-clogging_collector=off"]
        command = [programs / "postgres", "-D", data, *options]
        server = subprocess.Popen(command, user=user, cwd=folder, stderr=subprocess.DEVNULL)
        try:
            url = f"postgresql://bench:{password}@127.0.0.1:{port}/postgres"
            _await(url, server)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=30)


def _await(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        try:
            psycopg.connect(url, connect_timeout=1).close()
        except psycopg.OperationalError:
            try:
                server.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            sys.exit("The throw-away PostgreSQL ended at once; look whether its data folder can be written.")
        else:
            return
    sys.exit("The throw-away PostgreSQL did not answer within ten seconds.")


@contextmanager
def databases(url: str, systems: list[str]) -> Iterator[dict[str, str]]:
    """An empty database for each system, on the same disk or server; all are removed afterwards."""
    if url.startswith("sqlite"):
        place = Path(urlsplit(url).path).parent if urlsplit(url).path else None
        with TemporaryDirectory(prefix="bench-sqlite-", dir=place) as folder:
            for name in systems:
                Path(folder, name).mkdir()
            yield {name: f"sqlite:///{folder}/{name}/db.sqlite3" for name in systems}
        return
    names = {name: f"bench_engine_{os.getpid()}_{index}" for index, name in enumerate(systems)}
    with psycopg.connect(url, autocommit=True) as connection:
        for database in names.values():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        try:
            yield {name: urlsplit(url)._replace(path=f"/{database}").geturl() for name, database in names.items()}
        finally:
            for database in names.values():
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
