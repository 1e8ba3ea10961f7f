"""The page of verification by file on the shipped server: the first check after the start, some alone, four at once."""

from __future__ import annotations

import http.client
import os
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from benchmarks.letters_load.one import ms
from benchmarks.letters_load.verdicts import p95
from benchmarks.serve_load import shipped
from dienests.kernel.letters.models import Letter
from dienests.kernel.letters.sealing import sealed_pdf

WANTED_PAGE_MS, WANTED_MB = 200, 250
QUIET_SECONDS = 4  # what the ward may take to load before somebody comes
AT_ONCE = 4


def lines(folder: Path, times: int) -> Iterator[dict[str, Any]]:
    """One line; the data in the folder are those of the chain."""
    letter = Letter.objects.filter(state="sealed").latest("pk")
    house = shipped.House(folder, "", {})
    with shipped.server(house) as server:
        page = _Page(server.port, letter.number, sealed_pdf(letter))
        time.sleep(QUIET_SECONDS)
        first = page.check()
        alone = sorted(page.check() for _ in range(times))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            began = time.perf_counter()
            crowd = sorted(pool.map(lambda _: page.check(), range(AT_ONCE * times)))
            rate = AT_ONCE * times / (time.perf_counter() - began)
        memory = _memory(server)
    yield {
        "work": "page of verification, by file, as served", "first_ms": ms(first), "p50_ms": ms(alone[times // 2]),
        "p95_ms": p95(alone), "four_at_once_p95_ms": p95(crowd), "four_at_once_per_s": round(rate, 1),
        "pss_mb": memory, "wanted_p95_ms": WANTED_PAGE_MS, "wanted_mb": WANTED_MB,
        "reached": max(ms(first), p95(alone), p95(crowd)) <= WANTED_PAGE_MS and memory <= WANTED_MB,
    }  # fmt: skip


class _Page:
    """A stranger who hands a file in."""

    def __init__(self, port: int, number: str, pdf: bytes) -> None:
        self._port, self._number, self._pdf = port, number.encode(), pdf

    def check(self) -> float:
        """Return the seconds from sending the file to the last byte of the answer, which must know the letter."""
        cookie, page = self._asked("GET", "/check/", None, {})
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        fields: dict[str, Any] = {"file": SimpleUploadedFile("letter.pdf", self._pdf)}
        if token:
            fields["csrfmiddlewaretoken"] = token[1].decode()
        heads = {"Content-Type": MULTIPART_CONTENT, "Cookie": cookie, "Origin": f"http://{shipped.HOST}:{self._port}"}
        body, began = encode_multipart(BOUNDARY, fields), time.perf_counter()
        _cookie, told = self._asked("POST", "/check/file/", body, heads)
        took = time.perf_counter() - began
        if self._number not in told:
            sys.exit("The page of verification does not know its letter as served, so no times are printed.")
        return took

    def _asked(self, method: str, path: str, body: bytes | None, heads: dict[str, str]) -> tuple[str, bytes]:
        line = http.client.HTTPConnection(shipped.HOST, self._port, timeout=60)
        line.request(method, path, body, heads)
        answer = line.getresponse()
        told = answer.read()
        line.close()
        return (answer.getheader("Set-Cookie") or "").partition(";")[0], told


def _memory(server: shipped.Server) -> int:
    """Return the memory of all processes of the server, each shared page counted once, in MB."""
    pages = 0
    for pid in (server.process.pid, *shipped._children(server.process.pid)):
        try:
            told = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
        pages += int(found[1]) if found else 0
    assert pages or not os.path.exists("/proc/self/smaps_rollup")
    return round(pages / 1024)
