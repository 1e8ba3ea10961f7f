"""The load generator: keep-alive connections over raw sockets in one process, each asks anew when it was answered.

`python -m benchmarks.serve_load.client` reads one job as JSON from standard input and prints one answer. Its own CPU
time is told, since it works on the same cores as the server.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus
from uuid import uuid4

SILENT = 15.0  # a connection that is not answered for so long has failed
MARK = "{submission}"


@dataclass
class Job:
    """What to ask: `heads` are cookies and the like of one sender each; a `body` with the mark is a fresh form each.

    The mark in a head is filled in too; `paths` are asked in turn, where there is more than one.
    """

    host: str
    port: int
    path: str
    connections: int
    seconds: float
    most: int
    warm: float = 0.0
    heads: list[str] = field(default_factory=lambda: [""])
    bodies: list[str] = field(default_factory=list)
    status: int = 200
    marker: str = ""
    paths: list[str] = field(default_factory=list)
    kind: str = "application/x-www-form-urlencoded"


@dataclass
class Sender:
    """One connection: the request that is under way, when it was sent, and what came back so far."""

    job: Job
    turn: int
    line: socket.socket | None = None
    sent_at: float = 0.0
    answer: bytearray = field(default_factory=bytearray)
    ends: int | None = None
    submission: str = ""

    def connect(self) -> socket.socket:
        """Open the connection."""
        self.line = socket.create_connection((self.job.host, self.job.port), timeout=SILENT)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.line

    def send(self) -> None:
        """Send the next request."""
        self.answer.clear()
        self.ends = None
        request = self._request()
        self.sent_at = time.perf_counter()
        assert self.line is not None
        self.line.sendall(request)

    def _request(self) -> bytes:
        job = self.job
        self.turn += 1  # the next sender: one account alone would meet the limit of forms per hour
        head = f"Host: {job.host}:{job.port}\r\n{job.heads[self.turn % len(job.heads)]}"
        if not job.bodies:
            return f"GET {self._path()} HTTP/1.1\r\n{head}\r\n".encode()
        self.submission = str(uuid4())
        body = job.bodies[self.turn % len(job.bodies)].replace(quote_plus(MARK), self.submission).encode()
        kind = f"Content-Type: {job.kind}\r\nContent-Length: {len(body)}\r\n"
        head = head.replace(MARK, self.submission)
        return f"POST {self._path()} HTTP/1.1\r\n{head}{kind}\r\n".encode() + body

    def _path(self) -> str:
        paths = self.job.paths
        return paths[self.turn % len(paths)] if paths else self.job.path

    def receive(self) -> bool:
        """Take what has come and say whether the answer is whole; raises OSError when the line was cut."""
        assert self.line is not None
        part = self.line.recv(262144)
        if not part:
            raise ConnectionResetError("the server closed the connection in the middle of an answer")
        self.answer += part
        if self.ends is None and (end := self.answer.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.answer[:end]).lower()
            place = head.find(b"\r\ncontent-length:")
            # Without a length the pages come in chunks; the last one is empty.
            self.ends = end + 4 + int(head[place + 17 :].split(b"\r\n")[0]) if place >= 0 else -1
        if self.ends == -1:
            return self.answer.endswith(b"\r\n0\r\n\r\n")
        return self.ends is not None and len(self.answer) >= self.ends

    def right(self) -> bool:
        """Say whether the answer has the status and the words that it must have."""
        job = self.job
        return self.answer[9:12] == str(job.status).encode() and job.marker.encode() in self.answer


@dataclass
class Result:
    """What came of a job; times in seconds."""

    times: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    bytes: int = 0

    def note(self, sender: Sender, took: float, *, counts: bool) -> None:
        """Note one whole answer; it counts for the figures when the warm-up is over."""
        if not sender.right():
            self.wrong[sender.answer[9:12].decode(errors="replace")] += 1
            return
        if sender.submission:
            self.acknowledged.append(sender.submission)
        if counts:
            self.times.append(took)
            self.bytes = len(sender.answer)


def run(job: Job, *, clock: Callable[[], float] = time.perf_counter) -> dict[str, Any]:
    """Keep every connection busy until the time or the number of answers is used up, then await the last ones."""
    result, chosen = Result(), selectors.DefaultSelector()
    for turn in range(job.connections):
        sender = Sender(job, turn)
        chosen.register(sender.connect(), selectors.EVENT_READ, sender)
        sender.send()
    begin = clock() + job.warm
    end, spent, working = begin + job.seconds, 0.0, job.connections
    while working:
        ready = chosen.select(timeout=SILENT)
        if not ready:
            result.wrong["silent"] += working
            break
        for key, _events in ready:
            sender = key.data
            try:
                if not sender.receive():
                    continue
            except OSError as error:
                result.wrong[type(error).__name__] += 1
                chosen.unregister(key.fileobj)
                working -= 1
                continue
            now = clock()
            result.note(sender, now - sender.sent_at, counts=begin <= now <= end)
            if begin <= now <= end:
                spent = now - begin
            if now < end and len(result.times) < job.most:
                sender.send()
            else:
                chosen.unregister(key.fileobj)
                working -= 1
    return _figures(result, spent)


def _figures(result: Result, spent: float) -> dict[str, Any]:
    times = sorted(result.times)
    at = (lambda share: round(times[min(int(len(times) * share), len(times) - 1)] * 1000, 1)) if times else None
    return {
        "answers": len(times), "seconds": round(spent, 3),
        "per_second": round(len(times) / spent, 1) if spent else 0.0,
        "p50": at(0.5) if at else None, "p99": at(0.99) if at else None, "longest": at(1.0) if at else None,
        "bytes": result.bytes, "wrong": dict(result.wrong), "acknowledged": result.acknowledged,
        "client_cpu": round(time.process_time(), 3),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(run(Job(**json.loads(sys.stdin.read())))))
