"""The way to the ward: hands a file over, waits for the facts, and has the ward started anew when it is gone."""

import array
import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

SECONDS = 7.0
_START_SECONDS = 30.0
_ROOT = Path(__file__).resolve().parents[3]


class Warden:
    """One ward for this process, started on first need; any thread may ask at any time."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = threading.Lock()
        self._inlet: socket.socket | None = None
        self._ward: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def facts(self, content: bytes, *, at: datetime, material: dict[str, Any]) -> dict[str, Any] | None:
        """Return the facts as JSON; None when the examination took too much time or memory and was ended."""
        with _file(content) as file:
            told = self._asked(file.fileno(), json.dumps(material | {"at": at.astimezone(UTC).isoformat()}).encode())
        return json.loads(told) if told else None

    def close(self) -> None:
        """Let the ward end."""
        with self._lock:
            self._drop()

    def _asked(self, file: int, question: bytes) -> bytes:
        for attempt in (1, 2):
            mine, theirs = socket.socketpair()
            with mine, theirs:
                try:
                    handles = array.array("i", [theirs.fileno(), file])
                    self._open().sendmsg([b"f"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handles)])
                except OSError:
                    # It ended itself after a quiet time, or somebody ended it.
                    self.close()
                    if attempt == 2:
                        raise
                    continue
                theirs.close()
                told = _answered(mine, question)
            if told or attempt == 2 or self._is_alive():
                return told
        return b""

    def _is_alive(self) -> bool:
        """Tell whether the ward outlived a file without an answer: else it was not the file's fault."""
        with self._lock:
            if self._ward is None:
                return False
            try:
                self._ward.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                return True
            return False

    def _open(self) -> socket.socket:
        with self._lock:
            if self._inlet is None or self._owner != os.getpid() or (self._ward and self._ward.poll() is not None):
                self._drop()
                self._start()
            assert self._inlet is not None
            return self._inlet

    def _start(self) -> None:
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._ward = subprocess.Popen(
                [sys.executable, "-m", "dienests.kernel.signatures.examination.ward", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", "")},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
            )
        mine.settimeout(_START_SECONDS)
        if mine.recv(16) != b"ready":
            raise OSError("the process that examines files cannot be started")
        self._inlet, self._owner = mine, os.getpid()

    def _drop(self) -> None:
        if self._inlet is not None:
            self._inlet.close()
        if self._ward is not None and self._owner == os.getpid():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._ward.wait(timeout=2)
        self._inlet = self._ward = None


WARDEN = Warden()
atexit.register(WARDEN.close)


def _answered(mine: socket.socket, question: bytes) -> bytes:
    parts = []
    mine.settimeout(SECONDS)
    try:
        mine.sendall(question)
        mine.shutdown(socket.SHUT_WR)
        while part := mine.recv(65536):
            parts.append(part)
    except OSError:
        return b""
    return b"".join(parts)


def _file(content: bytes) -> IO[bytes]:
    """Return an open file with the content that has no name; in memory where the system can."""
    if hasattr(os, "memfd_create"):
        file: IO[bytes] = os.fdopen(os.memfd_create("examined"), "w+b")
    else:
        file = TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.write(content)
    file.flush()
    file.seek(0)
    return file
