"""Letters set and sealed a second, by level."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from pypdf import PdfReader

from benchmarks.letters_load.one import AT, LEVELS, letter, ms
from dienests.kernel.signatures import authority
from dienests.kernel.signatures.tests.signing import taken_out
from dienests.kernel.signatures.verifying import examine

WANTED_A_SECOND, WANTED_BYTES = 10, 80 * 1024


def lines(letters: int, rounds: int, folder: Path) -> Iterator[dict[str, Any]]:
    """One line for each level, after every letter was found what it must be."""
    made = {level: letter(level) for level in LEVELS}
    _agree(made, folder)
    took: dict[str, list[tuple[float, float]]] = {level: [] for level in LEVELS}
    for number in range(rounds):
        for level in LEVELS if number % 2 else LEVELS[::-1]:
            wall, cpu = time.perf_counter(), time.process_time()
            for _each in range(letters):
                letter(level)
            took[level].append((time.perf_counter() - wall, time.process_time() - cpu))
    for level in LEVELS:
        wall, cpu = (statistics.median(times) / letters for times in zip(*took[level], strict=True))
        line = {"work": f"set and seal, {level}", "letters_per_core_s": round(1 / cpu, 1), "cpu_ms": ms(cpu)}
        line |= {"wall_ms": ms(wall), "size_bytes": len(made[level])}
        if level == "B-LT":
            line |= {"wanted_letters_per_core_s": WANTED_A_SECOND, "wanted_size_bytes": WANTED_BYTES}
            line["reached"] = 1 / cpu >= WANTED_A_SECOND and len(made[level]) <= WANTED_BYTES
        yield line


def _agree(made: dict[str, bytes], folder: Path) -> None:
    """Leave unless every letter has two pages and is valid at its level, here and for OpenSSL."""
    known = authority.authority(at=AT)
    trusted = (each.public_bytes(Encoding.PEM) for each in (known.root, known.issuer))
    (folder / "known.pem").write_bytes(b"".join(trusted))
    for level, pdf in made.items():
        if len(PdfReader(BytesIO(pdf)).pages) != 2:
            sys.exit(f"The letter of level {level} has not two pages, so no times are printed.")
        if level == "none":
            continue
        facts = examine(pdf, at=AT).facts
        signed, signature = taken_out(pdf)
        (folder / "signed").write_bytes(signed)
        (folder / "signature").write_bytes(signature)
        words = f"openssl cms -verify -inform DER -binary -purpose any -out {os.devnull} -CAfile known.pem".split()
        done = subprocess.run([*words, "-in", "signature", "-content", "signed"], cwd=folder, capture_output=True)
        if facts.state != "valid" or facts.signatures[0].level != level or done.returncode:
            sys.exit(f"The letter of level {level} is not what it must be, so no times are printed: {facts}, {done}")
