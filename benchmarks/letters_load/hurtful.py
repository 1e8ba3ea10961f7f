"""What files that were made to hurt take: seconds, and memory of the process that looks into them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.letters_load.one import AT, timed
from benchmarks.letters_load.watching import Watch
from dienests.kernel.signatures.tests.hurting import HURTFUL
from dienests.kernel.signatures.verifying import examine
from dienests.kernel.signatures.warden import WARDEN

WANTED_SECONDS, WANTED_MB = 5, 200


def lines() -> Iterator[dict[str, Any]]:
    """One line for each file."""
    for name, make in HURTFUL.items():
        pdf = make()
        with Watch(WARDEN) as watch:
            seconds = timed(lambda content=pdf: examine(content, at=AT), 1)[0]  # type: ignore[misc]
        facts, peak = examine(pdf, at=AT).facts, round(watch.peak / 2**20)
        yield {
            "work": f"hurtful: {name}", "file_bytes": len(pdf), "state": facts.state, "reason": facts.reason,
            "seconds": round(seconds, 2), "peak_mb": peak, "wanted_seconds": WANTED_SECONDS, "wanted_mb": WANTED_MB,
            "reached": seconds <= WANTED_SECONDS and peak <= WANTED_MB,
        }  # fmt: skip
