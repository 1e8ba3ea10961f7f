"""The whole chain, on the letters of the demonstration, and the page on which a stranger checks one of them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from benchmarks.letters_load.one import ms, timed
from benchmarks.letters_load.verdicts import p95
from dienests.cli import prepare
from dienests.kernel.letters import codes, sealing
from dienests.kernel.letters.letter import State
from dienests.kernel.letters.models import Letter
from dienests.kernel.signatures.verifying import examine

WANTED_A_SECOND, WANTED_PAGE_MS = 10, 200


def lines(times: int) -> Iterator[dict[str, Any]]:
    """One line for the chain, one for each way to check."""
    with redirect_stdout(sys.stderr):
        prepare.all_of_it(sources=None)
    at, waiting = datetime.now(UTC), Letter.objects.filter(state=State.APPROVED)
    first = waiting.earliest("pk").pk
    sealing.seal_letter(first, at=at)  # loads what sealing needs, and seals the log
    left = list(waiting.values_list("pk", flat=True))
    wall, cpu = time.perf_counter(), time.process_time()
    made = [sealing.seal_letter(pk, at=at) for pk in left]
    wall, cpu = (time.perf_counter() - wall) / len(left), (time.process_time() - cpu) / len(left)
    sizes = [len(_checked(letter)) for letter in made]
    yield {
        "work": "approved to sealed: receipt, PDF, seal, vault, event (SQLite)", "letters": len(left),
        "letters_per_core_s": round(1 / cpu, 1), "cpu_ms": ms(cpu), "wall_ms": ms(wall), "largest_bytes": max(sizes),
        "wanted_letters_per_core_s": WANTED_A_SECOND, "reached": 1 / cpu >= WANTED_A_SECOND,
    }  # fmt: skip
    yield from _pages(made[0], times)


def _checked(letter: Letter) -> bytes:
    """Return the PDF; leave when it is not valid."""
    pdf = sealing.sealed_pdf(letter)
    facts = examine(pdf, at=datetime.now(UTC)).facts
    if facts.state != "valid" or facts.signatures[0].level != "B-LT":
        sys.exit(f"The letter {letter.number} is not what it must be, so no times are printed: {facts}")
    return pdf


def _pages(letter: Letter, times: int) -> Iterator[dict[str, Any]]:
    client, pdf = Client(HTTP_HOST="localhost"), sealing.sealed_pdf(letter)
    given = {"number": letter.number, "code": codes.code_of(letter.uid)}

    def by_code() -> bytes:
        return client.get(reverse("check"), given).content

    def by_file() -> bytes:
        return client.post(reverse("check-file"), {"file": SimpleUploadedFile("letter.pdf", pdf)}).content

    for name, asked in (("number and code", by_code), ("file", by_file)):
        yield _page(name, asked, letter.number.encode(), times)


def _page(name: str, asked: Callable[[], bytes], words: bytes, times: int) -> dict[str, Any]:
    if words not in asked():
        sys.exit(f"The page of verification does not know its letter by {name}, so no times are printed.")
    cpu = time.process_time()
    took = timed(asked, times)
    cpu = (time.process_time() - cpu) / times
    return {
        "work": f"page of verification, by {name}", "p50_ms": ms(took[len(took) // 2]), "p95_ms": p95(took),
        "cpu_ms": ms(cpu), "wanted_p95_ms": WANTED_PAGE_MS, "reached": p95(took) <= WANTED_PAGE_MS,
    }  # fmt: skip
