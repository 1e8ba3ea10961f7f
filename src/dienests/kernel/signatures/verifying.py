"""Verifying a file that somebody hands in: facts from the ward, words for people, and what this installation knows."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.db import DatabaseError
from django.utils.translation import override

from dienests.kernel.signatures import words
from dienests.kernel.signatures.anchors import material
from dienests.kernel.signatures.examination.facts import Facts, unreadable
from dienests.kernel.signatures.recognising import Recognised, recognised
from dienests.kernel.signatures.warden import WARDEN

__all__ = ["MOST_BYTES", "Verdict", "examine"]

MOST_BYTES = 20 * 1024 * 1024
_HEAD = 2048
FORMAT = "dienests-verdict/1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; `lines` are in the language that was active.

    `known` says which document of this installation the file is, byte for byte; `asked` is false where the database
    could not be asked for it.
    """

    facts: Facts
    lines: list[words.Line]
    known: Recognised | None
    asked: bool = True

    @property
    def exit_code(self) -> Literal[0, 1, 2]:
        """0 valid, 1 not (or not certain, or no signature), 2 cannot be read."""
        return 0 if self.facts.state == "valid" else 2 if self.facts.state == "unreadable" else 1

    def as_json(self) -> dict[str, Any]:
        """Return facts and sentences in both languages as plain values."""
        told = {}
        for language in ("lv", "en"):
            with override(language):
                told[language] = [line.text for line in words.lines(self.facts)]
        known = {"number": self.known.number, "state": self.known.state} if self.known else None
        return {"format": FORMAT, **self.facts.as_json(), "sentences": told, "known": known, "asked": self.asked}


def examine(pdf: bytes | Path, *, at: datetime) -> Verdict:
    """Return the verdict on a file as it stands at `at`; nothing is fetched, nothing is kept.

    Takes at most some seconds and 200 MB whatever the file holds: it is looked into by another process. Raises OSError
    when the file cannot be opened, SealRefused when an anchor of this installation cannot be read, Busy when too many
    files are examined at once.
    """
    facts = _facts(pdf, at)
    try:
        known = recognised(bytes.fromhex(facts.sha256), at=at) if facts.sha256 else None
    except DatabaseError:
        return Verdict(facts, words.lines(facts), None, asked=False)
    return Verdict(facts, words.lines(facts), known)


def _facts(pdf: bytes | Path, at: datetime) -> Facts:
    size = len(pdf) if isinstance(pdf, bytes) else pdf.stat().st_size
    if size > MOST_BYTES:
        return unreadable("too_large", size=size)
    content = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    found = WARDEN.facts(content, at=at, material=material(at).as_json())
    if found is None:
        return unreadable("too_heavy", size=size, sha256=hashlib.sha256(content).hexdigest())
    return Facts.from_json(found)
