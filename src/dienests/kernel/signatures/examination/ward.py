"""The ward: a process that examines files from outside, each in a child of its own that may neither grow nor linger.

Started by `warden`, it loads what an examination needs once and then waits; a file costs it one fork. It knows no
database, no keys and no settings. One file descriptor is its only way in: each message brings a socket for the answer
and the file.
"""

import array
import gc
import json
import logging
import os
import resource
import signal
import socket
import sys
from contextlib import suppress
from datetime import datetime

from dienests.kernel.signatures.examination.examine import MOST_BYTES, examine
from dienests.kernel.signatures.examination.facts import unreadable
from dienests.kernel.signatures.examination.material import Material
from dienests.kernel.signatures.examination.warming import warm

SECONDS = 4
# The ward itself takes some 60 MB, which its children share; with it they stay below 200.
MORE_MEMORY = 120 * 1024 * 1024


def main() -> int:
    """Serve until nobody holds the other end any more, or nothing came for so many seconds; 0 is for ever."""
    inlet = socket.socket(fileno=int(sys.argv[1]))
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    inlet.settimeout(int(sys.argv[2]) or None)
    warm()
    gc.collect()
    gc.freeze()
    with suppress(OSError):  # nobody may hold it any more
        inlet.send(b"ready")
    while True:
        try:
            _message, handles = _received(inlet)
        except (TimeoutError, ConnectionError):
            return 0
        if not handles:
            return 0
        if os.fork() == 0:
            _child(inlet, *handles)
        for handle in handles:
            os.close(handle)


def _received(inlet: socket.socket) -> tuple[bytes, list[int]]:
    space = socket.CMSG_SPACE(2 * array.array("i").itemsize)
    message, extra, _flags, _address = inlet.recvmsg(16, space)
    handles = array.array("i")
    for level, kind, content in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            handles.frombytes(content[: len(content) - len(content) % handles.itemsize])
    return message, list(handles)


def _child(inlet: socket.socket, outlet: int, file: int) -> None:
    """Examine one file and answer; whatever happens, this process ends here."""
    try:
        inlet.close()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(SECONDS)
        _limit()
        with socket.socket(fileno=outlet) as answer:
            asked = json.loads(_whole(answer))
            try:
                with open(file, "rb") as opened:
                    content = opened.read(MOST_BYTES + 1)
                told = examine(content, at=datetime.fromisoformat(asked["at"]), material=Material.from_json(asked))
            except MemoryError:
                told = unreadable("too_heavy")
            except Exception:  # a damaged file can break a reader of files in ways that nobody foresees
                told = unreadable("damaged")
            answer.sendall(json.dumps(told.as_json()).encode())
    finally:
        os._exit(0)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            now = int(told.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (now + MORE_MEMORY, now + MORE_MEMORY))


def _whole(answer: socket.socket) -> bytes:
    parts = []
    while part := answer.recv(65536):
        parts.append(part)
    return b"".join(parts)


if __name__ == "__main__":
    sys.exit(main())
