"""Databases for one run: a file per system for SQLite, a database per system on a PostgreSQL server."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
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

from dienests.cli.postgres import programs


def free_port() -> int:
    """A port of the loopback address that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def throwaway_postgresql() -> Iterator[str | None]:
    """A PostgreSQL that keeps what it acknowledges (its own defaults, unlike the tests' cluster), on loopback.

    Its URL, or None where it is not installed.
    """
    bin_ = programs()
    if bin_ is None:
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
        initialise = [bin_ / "initdb", "-D", data, "-U", "bench", "-A", "scram-sha-256", f"--pwfile={words}"]
        encoded = ["-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(initialise + encoded, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        options = [f"-p{port}", "-clisten_addresses=127.0.0.1", "-cunix_socket_directories=", "-clogging_collector=off"]
        command = [bin_ / "postgres", "-D", data, *options]
        server = subprocess.Popen(command, user=user, cwd=folder, stderr=subprocess.DEVNULL)
        try:
            url = f"postgresql://bench:{password}@127.0.0.1:{port}/postgres"
            _await(url, server)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # does not wait for connections that a failed run left open
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
