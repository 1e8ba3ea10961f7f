"""How long a verdict takes: in one process, and by the ward as a page asks for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from benchmarks.letters_load.one import AT, letter, ms, timed
from dienests.kernel.signatures.anchors import material
from dienests.kernel.signatures.examination.examine import examine as examine_here
from dienests.kernel.signatures.verifying import examine
from dienests.kernel.signatures.warden import WARDEN

WANTED_MS, WANTED_PAGE_MS = 50, 200


def lines(times: int) -> Iterator[dict[str, Any]]:
    """One line for each way."""
    known, pdf = material(AT), letter("B-LT")
    WARDEN.close()
    first = timed(lambda: examine(pdf, at=AT), 1)[0]
    examine_here(pdf, at=AT, material=known)
    cpu = time.process_time()
    inside = timed(lambda: examine_here(pdf, at=AT, material=known), times)
    cpu = (time.process_time() - cpu) / times
    outside = timed(lambda: examine(pdf, at=AT), 5 * times)
    yield _told("in one process", inside) | {
        "cpu_ms": ms(cpu), "wanted_cpu_ms": WANTED_MS, "reached": ms(cpu) <= WANTED_MS,
    }  # fmt: skip
    yield _told("by the ward", outside) | {
        "first_ms": ms(first), "wanted_p95_ms": WANTED_PAGE_MS, "reached": p95(outside) <= WANTED_PAGE_MS,
    }  # fmt: skip


def _told(way: str, times: list[float]) -> dict[str, Any]:
    return {"work": f"verdict, B-LT, {way}", "p50_ms": ms(times[len(times) // 2]), "p95_ms": p95(times)}


def p95(times: list[float]) -> float:
    """Return the milliseconds that 95 of 100 stay below."""
    return ms(times[min(len(times) - 1, int(len(times) * 0.95))])
