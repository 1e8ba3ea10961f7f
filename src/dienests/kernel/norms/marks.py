"""Places in a text where a provision may start: a printed number, or any line where the act prints none."""

import hashlib
import re
from dataclasses import dataclass

from dienests.kernel.norms.text import WORDS_OF_A_FINGERPRINT, normalise

__all__ = ["Mark", "follows", "marks", "order"]

SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# "12." and "12.4.1." and "12.4.1" and, for an inserted point, "23.¹"; a year or a sum is longer than three digits.
NUMBER = re.compile(
    rf"(?<!\S)(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*)(?:\.(?P<inserted>[{SUPERSCRIPT}]+)\.?|\.|(?<=\.\d)|(?<=\.\d\d))(?=\s)"
)
LINE = re.compile(r"^[\s•●▪◦–*\uf0b7-]*(?=\w)", re.MULTILINE)
ENDS_A_SENTENCE = re.compile(r"[.;:,!?][\"”»)]?\s*$")
LONGEST_SIX_WORDS = 400


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible start: the printed number or None, where it and its words begin, and what its first words may be.

    `plain` tells that it stands where a provision starts on a page: at the start of a line, or after a sentence.
    """

    number: str | None
    start: int
    body: int
    plain: bool
    fingerprints: frozenset[str]


def marks(text: str, *, unnumbered: bool = False) -> list[Mark]:
    """Return the marks of a cleaned text in its order; with `unnumbered` also every line without a number."""
    spots: list[tuple[int, int, str | None]] = [
        (found.start(), found.end(), _number(found)) for found in NUMBER.finditer(text)
    ]
    if unnumbered:
        numbered = {start for start, _, _ in spots}
        spots += [(found.end(), found.end(), None) for found in LINE.finditer(text) if found.end() not in numbered]
        spots.sort(key=lambda spot: spot[0])
    starts = [start for start, _, _ in spots]
    return [
        Mark(number, start, body, _is_plain(text, start), _fingerprints(text, body, starts[at + 1 :]))
        for at, (start, body, number) in enumerate(spots)
    ]


def order(number: str) -> tuple[tuple[int, int], ...]:
    """Return the place of a number in the order of a document: 23.4 before the inserted 23.¹, and that before 24."""
    parts: list[tuple[int, int]] = []
    for part in number.split("."):
        if part[0] in SUPERSCRIPT:
            parts[-1] = (parts[-1][0], int("".join(str(SUPERSCRIPT.index(sign)) for sign in part)))
        else:
            parts.append((int(part), 0))
    return tuple(parts)


def follows(number: str, previous: str | None) -> bool:
    """Tell whether a number is the next one after the previous: its first child, or the next at any level above."""
    here = order(number)
    if previous is None:
        return here == ((1, 0),)
    before = order(previous)
    nexts = {(*before, (1, 0))}
    for length in range(1, len(before) + 1):
        whole, inserted = before[length - 1]
        nexts |= {(*before[: length - 1], (whole + 1, 0)), (*before[: length - 1], (whole, inserted + 1))}
    return here in nexts


def _number(found: re.Match[str]) -> str:
    return found["number"] + (f".{found['inserted']}" if found["inserted"] else "")


def _is_plain(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    return not before.strip() or before.rstrip(" \t").endswith("\n") or bool(ENDS_A_SENTENCE.search(before))


def _fingerprints(text: str, body: int, later: list[int]) -> frozenset[str]:
    """Return the fingerprints of the first six words and of the fewer words before each later mark."""
    whole = normalise(text[body : body + LONGEST_SIX_WORDS]).split()[:WORDS_OF_A_FINGERPRINT]
    found = {" ".join(whole)}
    for end in later:
        words = normalise(text[body:end]).split()
        if len(words) >= WORDS_OF_A_FINGERPRINT:
            break
        found.add(" ".join(words))
    found.discard("")
    return frozenset(hashlib.sha256(each.encode()).hexdigest() for each in found)
