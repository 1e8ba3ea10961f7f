"""Requests that hang while others are measured: half sent, slowly read, or blocked on the lock of the database."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import psycopg

from benchmarks.serve_load.visitor import Visitor

Hanging = Callable[[], list[bytes]]  # called at the end: what the hanging requests were answered with, if at all
PATIENCE = 30.0


@contextmanager
def half_sent(host: str, port: int, path: str, *, count: int) -> Iterator[Hanging]:
    """Clients that send the head and half the body of a form, and then nothing."""
    head = f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with ExitStack() as stack:
        for _each in range(count):
            line = stack.enter_context(socket.create_connection((host, port)))
            line.sendall(f"{head}Content-Length: 2000\r\n\r\n".encode() + b"x" * 1000)
        yield list


@contextmanager
def slowly_read(host: str, port: int, path: str, *, count: int) -> Iterator[Hanging]:
    """Clients with a small window that ask for a page again and again and read only the first bytes."""
    ask = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
    with ExitStack() as stack:
        for _each in range(count):
            line = stack.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            line.connect((host, port))
            line.sendall(ask * 50)
            line.recv(100)
        yield list


@contextmanager
def locked(plan: dict[str, Any], database: str, posts: list[tuple[Visitor, str]], path: str) -> Iterator[Hanging]:
    """Forms sent while an outside process holds what they must write: each hangs inside a thread of a worker."""
    with ExitStack() as stack:
        release = stack.enter_context(_lock(plan, database))
        lines = []
        for who, body in posts:
            line = stack.enter_context(socket.create_connection((who.host, who.port), timeout=PATIENCE))
            head = f"POST {path} HTTP/1.1\r\nHost: {who.host}:{who.port}\r\n{who.head}"
            kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
            line.sendall((head + kind + body).encode())
            lines.append(line)

        def answers() -> list[bytes]:
            release()
            return [line.recv(12) for line in lines]

        yield answers


def _roll_back(file: sqlite3.Connection) -> None:
    file.execute("ROLLBACK")


@contextmanager
def _lock(plan: dict[str, Any], database: str) -> Iterator[Callable[[], None]]:
    if database:
        with psycopg.connect(database) as server:
            server.execute(f"LOCK TABLE {plan['series']} IN ACCESS EXCLUSIVE MODE")
            yield server.rollback
        return
    file = sqlite3.connect(plan["file"], isolation_level=None)
    try:
        file.execute("BEGIN IMMEDIATE")
        yield partial(_roll_back, file)
    finally:
        file.close()
