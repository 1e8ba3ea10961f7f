"""The way to the ward: hands a file over, waits for the facts, and has the ward started anew when it is gone."""

import array
import atexit
import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _

from dienests.kernel.signatures.refusals import Busy

SECONDS = 7.0
_START_SECONDS = 30.0
_IDLE_SECONDS = 600
# Of the threads of a server process some stay free for the other pages, whatever files people hand in.
AT_ONCE, PATIENCE = 2, 2.0
_ROOT = Path(__file__).resolve().parents[3]


class Warden:
    """One ward for this process, started on first need, or one for all that are forked from it; any thread may ask."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = threading.Lock()
        self._inlet: socket.socket | None = None
        self._ward: subprocess.Popen[bytes] | None = None
        self._owner, self._shared = 0, False
        self._patience = SECONDS
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def share(self) -> None:
        """Start a ward that every process forked from here uses too and that stays as long as one of them does.

        It loads by itself: this does not wait. Where it ends before its time, each process starts one of its own.
        """
        with self._lock:
            self._begin(idle_seconds=0)
            self._shared, self._patience = True, SECONDS + _START_SECONDS

    def facts(self, content: bytes, *, at: datetime, material: dict[str, Any]) -> dict[str, Any] | None:
        """Return the facts as JSON; None when the examination took too much time or memory and was ended.

        Raises Busy when so many files are being examined that this one would have to wait long.
        """
        if not self._places.acquire(timeout=PATIENCE):
            raise Busy(_("Many files are being looked at just now: try again in a minute."))
        try:
            with _file(content) as file:
                asked = json.dumps(material | {"at": at.astimezone(UTC).isoformat()}).encode()
                told = self._asked(file.fileno(), asked)
        finally:
            self._places.release()
        return json.loads(told) if told else None

    def close(self) -> None:
        """Let the ward end, as far as this process holds it."""
        with self._lock:
            self._drop()

    def _asked(self, file: int, question: bytes) -> bytes:
        for attempt in (1, 2):
            mine, theirs = socket.socketpair()
            with mine, theirs:
                inlet = self._open()
                try:
                    handles = array.array("i", [theirs.fileno(), file])
                    inlet.sendmsg([b"f"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handles)])
                except OSError:
                    # It ended itself after a quiet time, or somebody ended it.
                    if attempt == 2:
                        raise
                    continue
                theirs.close()
                told = _answered(mine, question, self._patience)
            if told:
                self._patience = SECONDS
            if told or not _has_ended(inlet, within=0.2):
                return told
        return b""

    def _open(self) -> socket.socket:
        with self._lock:
            usable = self._shared or self._owner == os.getpid()
            if self._inlet is None or not usable or _has_ended(self._inlet):
                self._drop()
                self._start()
            assert self._inlet is not None
            return self._inlet

    def _start(self) -> None:
        self._begin(idle_seconds=_IDLE_SECONDS)
        assert self._inlet is not None
        if self._inlet.recv(16) != b"ready":
            raise OSError("the process that examines files cannot be started")

    def _begin(self, *, idle_seconds: int) -> None:
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words = ["-m", "dienests.kernel.signatures.examination.ward", str(theirs.fileno()), str(idle_seconds)]
        with theirs:
            self._ward = subprocess.Popen(
                [sys.executable, *words],
                pass_fds=[theirs.fileno()],
                env={"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", "")},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
                process_group=0,  # Ctrl-C is for whoever asks; the ward ends when nobody holds it any more
            )
        mine.settimeout(_START_SECONDS)
        self._inlet, self._owner = mine, os.getpid()

    def _drop(self) -> None:
        if self._inlet is not None:
            self._inlet.close()
        if self._ward is not None and self._owner == os.getpid():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._ward.wait(timeout=2)
        self._inlet = self._ward = None
        self._owner, self._shared, self._patience = 0, False, SECONDS


WARDEN = Warden()
atexit.register(WARDEN.close)


def _has_ended(inlet: socket.socket, *, within: float = 0) -> bool:
    """Tell whether the ward behind an inlet is gone; else a file that got no answer was at fault itself."""
    watch = select.poll()
    try:
        watch.register(inlet, 0)  # a hang-up is told unasked
        return bool(watch.poll(within * 1000))
    except ValueError:  # another thread found it ended, and closed it
        return True


def _answered(mine: socket.socket, question: bytes, seconds: float) -> bytes:
    parts = []
    mine.settimeout(seconds)
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
