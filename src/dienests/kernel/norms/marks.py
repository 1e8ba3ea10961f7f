"""Places in a text where a provision may start: in an act whose points are numbered, the printed numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dienests.kernel.norms.text import PAGE, WORDS_OF_A_FINGERPRINT, digest, normalise

__all__ = ["Mark", "follows", "is_plain", "marks", "order"]

SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# "12." and "12.4.1." and "12.4.1" and, for an inserted point, "23.¹"; a year or a sum is longer than three digits.
NUMBER = re.compile(
    rf"(?<![^\s{PAGE}])(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*)(?:\.(?P<inserted>[{SUPERSCRIPT}]+)\.?|\.|(?<=\.\d)|(?<=\.\d\d))(?=\s)"
)
ENDS_A_SENTENCE = re.compile(r"[.;:,!?][\"”»)]?\s*$")
LONGEST_SIX_WORDS = 400


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible start: the printed number or None, where it and its words begin, and what its first words may be.

    `fingerprints` tells of each whether it is whole: six words, or fewer that end where a provision can end. `plain`
    tells that the mark stands where a provision starts on a page: at the start of a line, or after a sentence.
    `sign` is the bullet printed before it; `is_note` tells that the number of a footnote is.
    """

    number: str | None
    start: int
    body: int
    plain: bool
    fingerprints: Mapping[str, bool]
    sign: str = ""
    is_note: bool = False


def marks(text: str) -> list[Mark]:
    """Return the marks of a cleaned text in its order."""
    spots = [(found.start(), found.end(), _number(found)) for found in NUMBER.finditer(text)]
    starts = [start for start, _, _ in spots]
    return [
        Mark(number, start, body, is_plain(text, start), _fingerprints(text, body, starts[at + 1 :]))
        for at, (start, body, number) in enumerate(spots)
    ]


def order(number: str) -> tuple[tuple[int, int], ...]:
    """Return the place of a number in the order of a document: 23.4 before the inserted 23.¹, and that before 24."""
    parts: list[tuple[int, int]] = []
    for part in number.split("."):
        if part[0] in SUPERSCRIPT:
            parts[-1] = (parts[-1][0], int("".join(str(SUPERSCRIPT.index(sign)) for sign in part)))
        else:
            parts.append((int(part) if part.isdecimal() else ord(part) - ord("a") + 1, 0))
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


def is_plain(text: str, start: int) -> bool:
    """Tell whether a provision may start here: at the start of a line, or after a sentence."""
    before = text[max(0, start - 40) : start].replace(PAGE, "\n")
    return not before.strip() or before.rstrip(" \t").endswith("\n") or bool(ENDS_A_SENTENCE.search(before))


def _fingerprints(text: str, body: int, later: list[int]) -> dict[str, bool]:
    """Return the fingerprints of the first six words and of the fewer words before each later mark."""
    whole = normalise(text[body : body + LONGEST_SIX_WORDS]).split()[:WORDS_OF_A_FINGERPRINT]
    found = [whole]
    for end in later:
        words = normalise(text[body:end]).split()
        if len(words) >= WORDS_OF_A_FINGERPRINT:
            break
        found.append(words)
    return {digest(each): True for each in found if each}
