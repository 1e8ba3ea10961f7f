"""Places in a text where a provision may start: in an act without numbers of its own, the words of its outline.

Every word of the text may be the first of a provision, so lines, bullets and reading order may be anything. Where a
provision is not found so, its words are sought once more with what a page does to them: a word that stands there in
two or three pieces ("VIE TA"), and a footnote between the words.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType

from dienests.kernel.norms.marks import Mark, is_plain
from dienests.kernel.norms.text import PAGE, WORDS_OF_A_FINGERPRINT, Word, digest, words

__all__ = ["phrases"]

# What stands before a provision of a list: "1)", "2.", "1.1.", "a.", a bullet, or the number of a footnote.
LABEL = re.compile(
    rf"(?<![^\s{PAGE}])(?:(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*|[a-z])[.)]|(?P<note>\d{{1,2}})(?=\s+(?:[^\W\d_]|\d{{4}}))"
    r"|(?P<sign>[•●▪◦*\uf0b7]|[–-](?=\s+[^\W\d_])))\s+"
)
RANGE = re.compile(r"[–-]\s*$")
FOOTNOTE_LINE = re.compile(rf"^{PAGE}?\d{{1,2}}\s+(?=\S)", re.MULTILINE)
LINE = re.compile(r"^", re.MULTILINE)
ENDS = re.compile(r"[^\S\n]*(?:[.;:,!?)\]\n]|$)|\s+(?:[•●▪◦\uf0b7]|\d{1,2}[.)])")
OPENING = '“„"«(['
MOST_PIECES = 2
NOTHING: Mapping[str, Sequence[range]] = MappingProxyType({})
LINES_OF_A_FOOTNOTE = 12


def phrases(text: str, wanted: Collection[str], *, lost: Mapping[str, Sequence[range]] = NOTHING) -> list[Mark]:
    """Return the marks of a cleaned text that have wanted fingerprints.

    `lost` ones are sought with forgiveness, each within the places of the text where it could stand.
    """
    every = words(text)
    labels = {found.end(): found for found in LABEL.finditer(text) if _is_label(text, found)}
    gaps = Gaps(text, every) if lost else None
    marks = []
    for at, word in enumerate(every):
        body = word.start
        while body and text[body - 1] in OPENING:
            body -= 1
        prints = {
            each: len(window) == WORDS_OF_A_FINGERPRINT or bool(ENDS.match(text, window[-1].end))
            for window in _windows(every, at)
            if (each := digest(one.text for one in window)) in wanted
        }
        if gaps and any(body in place for places in lost.values() for place in places):
            prints |= {each: True for window in gaps.windows(at) if (each := digest(window)) in lost}
        label = labels.get(body)
        if prints or label:
            marks.append(_mark(text, label, body, prints))
    return marks


class Gaps:
    """The windows of words that a page has torn: words in pieces, and footnotes between words."""

    def __init__(self, text: str, every: Sequence[Word]) -> None:
        self.every = [word.text for word in every]
        at = {word.start: number for number, word in enumerate(every)}
        starts = sorted(at)
        self.lines = sorted({_first(at, starts, found.end()) for found in LINE.finditer(text)} - {len(every)})
        self.notes = {_first(at, starts, found.start()) for found in FOOTNOTE_LINE.finditer(text)}

    def windows(self, at: int) -> Iterator[list[str]]:
        """Yield the first words of a provision that may start at a word, as they were before the page."""
        for length in range(2, WORDS_OF_A_FINGERPRINT + MOST_PIECES + 1):
            torn = self.every[at : at + length]
            if len(torn) == length:
                yield from _joined(torn)
        for note in range(at + 1, at + WORDS_OF_A_FINGERPRINT):
            if note in self.notes:
                head = self.every[at:note]
                for line in [line for line in self.lines if line > note][:LINES_OF_A_FOOTNOTE]:
                    for length in range(1, WORDS_OF_A_FINGERPRINT - len(head) + 1):
                        yield head + self.every[line : line + length]


def _windows(every: Sequence[Word], at: int) -> Iterator[Sequence[Word]]:
    for length in range(1, WORDS_OF_A_FINGERPRINT + 1):
        if at + length <= len(every):
            yield every[at : at + length]


def _joined(torn: list[str]) -> Iterator[list[str]]:
    for pieces in range(1, MOST_PIECES + 1):
        if len(torn) - pieces in range(1, WORDS_OF_A_FINGERPRINT + 1):
            for seams in combinations(range(1, len(torn)), pieces):
                whole = [torn[0]]
                for place, word in enumerate(torn[1:], 1):
                    if place in seams:
                        whole[-1] += word
                    else:
                        whole.append(word)
                yield whole


def _first(at: dict[int, int], starts: list[int], place: int) -> int:
    """Return the number of the first word at or after a place."""
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if starts[middle] < place else (low, middle)
    return at[starts[low]] if low < len(starts) else len(at)


def _is_label(text: str, found: re.Match[str]) -> bool:
    """Tell a label from a time at the end of a range, a dash of a sentence, or a number of something."""
    if found["number"]:
        return not RANGE.search(text[max(0, found.start() - 3) : found.start()])
    return found["sign"] in ("•", "●", "▪", "◦", "\uf0b7") or is_plain(text, found.start())


def _mark(text: str, label: re.Match[str] | None, body: int, prints: dict[str, bool]) -> Mark:
    if label is None:
        return Mark(None, body, body, is_plain(text, body), prints)
    plain, sign = is_plain(text, label.start()), label["sign"] or ""
    return Mark(label["number"], label.start(), body, plain, prints, sign, is_note=bool(label["note"]))
