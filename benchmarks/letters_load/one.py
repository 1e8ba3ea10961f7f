"""One letter of two pages, and how times are told."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from dienests.kernel.signatures.sealing import LEVELS as SEALED
from dienests.kernel.signatures.sealing import seal
from dienests.kernel.typeset.markup import blocks
from dienests.kernel.typeset.setting import pdf_of
from dienests.kernel.typeset.sheet import Proof, Sheet

LEVELS = ("none", *SEALED)
AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
WORDS = "Iestāde, izskatījusi iesniegumu un tam pievienotos dokumentus, paziņo savu lēmumu un tā pamatojumu. " * 9


def sheet() -> Sheet:
    """Return a letter that fills two pages."""
    return Sheet(
        lang="lv", title="Lēmums par izmeklēšanas pabeigšanu", author="Izdomātā iestāde", at=AT,
        issuer=["Izdomātā iestāde", "Brīvības iela 1, Rīga"], marks=["03.11.2026", "Nr. 12/2026"],
        addressee=["Glāžšķūņa Rūķītis"], body=blocks("\n\n".join([WORDS] * 6)), signature=["Vadītāja", "A. Bērziņa"],
        proof=Proof("Pierādījums", "Ieraksts žurnālā", ["c2sp.org/tlog-proof@v1", "index 12345", "A" * 44, "B" * 44]),
    )  # fmt: skip


def letter(level: str) -> bytes:
    """Set and seal one letter; the level `none` leaves the seal out."""
    pdf = pdf_of(sheet())
    return next((seal(pdf, level=each, at=AT) for each in SEALED if each == level), pdf)


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Return the seconds of each run, sorted."""
    found = []
    for _each in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return sorted(found)


def ms(seconds: float) -> float:
    """Return milliseconds."""
    return round(seconds * 1000, 1)
