"""The server as it is shipped: `dienests up` in a process of its own, on data and keys of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.engine_peers.server import free_port

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 60


@dataclass
class House:
    """A folder with data and keys, the database that belongs to it, and what the helper process knows about it."""

    place: Path
    database: str
    plan: dict[str, Any]

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to work in this house."""
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        given = {"DATA_DIR": str(self.place / "data"), "KEY_URL": f"file://{self.place / 'keys'}", "PYTHONPATH": path}
        if self.database:
            given["DATABASE_URL"] = self.database
        return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | given

    def ask(self, command: str, **given: Any) -> Any:
        """Run one command of `benchmarks.serve_load.house` in a process of its own and return its answer."""
        words = [sys.executable, "-m", "benchmarks.serve_load.house", command]
        told = json.dumps(given)
        done = subprocess.run(
            words, input=told, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=self.environment, check=False
        )
        if done.returncode:
            sys.exit(f"The house could not do '{command}'; its message stands above.")
        return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def house(database: str = "", **wanted: Any) -> Iterator[House]:
    """A prepared house in a temporary folder; `wanted` goes to the command `prepare`."""
    with TemporaryDirectory(prefix="bench-house-") as folder:
        made = House(Path(folder), database, {})
        made.plan = made.ask("prepare", **wanted)
        yield made


@dataclass
class Server:
    """The running server."""

    process: subprocess.Popen[str]
    port: int

    def cpu(self) -> float:
        """CPU-seconds spent so far by the server and its worker processes."""
        return sum(map(_cpu, [self.process.pid, *_children(self.process.pid)]))


@contextmanager
def server(of: House) -> Iterator[Server]:
    """`dienests up` on a free port of loopback, from its first word to the end of all its processes."""
    port = free_port()
    command = [sys.executable, "-m", "dienests", "up", "--host", HOST, "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=of.environment, stdout=subprocess.DEVNULL, text=True)
    try:
        _await(process, port)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(process: subprocess.Popen[str], port: int) -> None:
    """Wait until a connection is taken: the words of welcome come a moment before the workers listen."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"The server ended with status {process.wait()} before it listened; its message stands above.")


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_children(child)]
    return found


def _cpu(pid: int) -> float:
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / TICKS


def backends_cpu(database: str) -> float:
    """CPU-seconds of the PostgreSQL server on this machine that has been asked so far; 0 for the embedded database."""
    if not database:
        return 0.0
    mains = [path for path in Path("/proc").glob("[0-9]*/cmdline") if _serves(path, database)]
    return sum(_cpu(pid) for path in mains for main in [int(path.parent.name)] for pid in [main, *_children(main)])


def _serves(command_line: Path, database: str) -> bool:
    port = database.rpartition(":")[2].partition("/")[0]
    try:
        words = command_line.read_bytes().split(b"\0")
    except OSError:
        return False
    return words[0].endswith(b"/postgres") and f"-p{port}".encode() in words
