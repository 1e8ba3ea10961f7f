"""The text of an official document: freed of what the page added, and normalised for comparing."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["PAGE", "WORDS_OF_A_FINGERPRINT", "Word", "clean", "digest", "fingerprint", "normalise", "running", "words"]

WORDS_OF_A_FINGERPRINT = 6
# Stands in a cleaned text where a page begins: no letter, and no space that could be lost.
PAGE = "\ue000"

# A hyphen inside a word vanishes, whether a line ends at it or not; between digits it parts, as any other sign does.
HYPHENS = "-\u2010\u2011\ufe63\uff0d"
LINE_END = rf"[^\S\n]*\n[\s{PAGE}]*"
SOFT_HYPHEN = re.compile(rf"\u00ad(?:{LINE_END}(?=[^\W\d_]))?")
HYPHEN = re.compile(rf"(?<=[^\W\d_])[{HYPHENS}](?:{LINE_END})?(?=[^\W\d_])")
COMPOUND = re.compile(rf"(?<=[^\S\n])([eE][{HYPHENS}]){LINE_END}(?=[^\W\d_])")
DIVIDED_WORD = re.compile(rf"(?<=[^\W\d_])[{HYPHENS}]{LINE_END}(?=[^\W\d_])")
WORD = re.compile(rf"[^\W_]+(?:(?:{SOFT_HYPHEN.pattern}|(?<=[^\W\d_])[{HYPHENS}](?:{LINE_END})?(?=[^\W\d_]))[^\W_]+)*")
# The number of a footnote stands at the end of a word: it is no part of the word.
FOOTNOTE = re.compile(r"(?<=[^\W\d_]{3})\d{1,2}(?!\w)")
# What a conversion from PDF leaves behind: the targets of links, and page numbers alone between empty lines.
LINK = re.compile(r"mailto:\S+")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
TARGET = re.compile(r"https?://\S+")
PAGE_NUMBER = re.compile(
    rf"(?:(?<=\n\n)|(?<=\n{PAGE}))[-\u2013]?[^\S\n]*\d{{1,4}}[^\S\n]*[-\u2013]?(?=\n\n|\n?{PAGE}|\Z)"
    rf"|(?<=\n)[-\u2013]?[^\S\n]*\d{{1,3}}[^\S\n]*[-\u2013]?(?=\n*{PAGE})"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One normalised word and where it stands in a text."""

    text: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return the text line by line without link targets, page numbers and spare space; a page begins with PAGE."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # A form feed begins a page, and so does the one space before a line that a conversion makes of it.
    text = re.sub(r"(?m)\f|^ (?=\S)", f"\n\n{PAGE}", text)
    text = LINK.sub("", unicodedata.normalize("NFC", text))
    text = re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", text)
    text = _without_link_targets(text)
    return PAGE_NUMBER.sub("", re.sub(r"\n{3,}", "\n\n", text)).strip()


def running(text: str) -> str:
    """Return the text as one line for reading: words that a line end divided are whole again, "e-" keeps its hyphen."""
    return " ".join(DIVIDED_WORD.sub("", COMPOUND.sub(r"\1", SOFT_HYPHEN.sub("", text))).replace(PAGE, " ").split())


def normalise(text: str) -> str:
    """Return the words alone: NFKC, no soft, line-end and inner hyphens, lower case, letters and digits, one space.

    >>> normalise("1. Ievē\u00adrot no-\\nteikumus, e-pastu!")
    '1 ievērot noteikumus epastu'
    """
    text = HYPHEN.sub("", SOFT_HYPHEN.sub("", text))
    text = unicodedata.normalize("NFKC", text).lower()
    return FOOTNOTE.sub("", " ".join("".join(sign if sign.isalnum() else " " for sign in text).split()))


def words(text: str) -> list[Word]:
    """Return the words of a text as `normalise` has them, each with its place."""
    return [
        Word(word, found.start(), found.end()) for found in WORD.finditer(text) for word in normalise(found[0]).split()
    ]


def fingerprint(text: str) -> str:
    """Return the SHA-256 (hex) of the first six normalised words, or of all where there are fewer."""
    return digest(normalise(text).split()[:WORDS_OF_A_FINGERPRINT])


def digest(words: Iterable[str]) -> str:
    """Return the SHA-256 (hex) of normalised words."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def _without_link_targets(text: str) -> str:
    """Drop an address alone on its line where the text has it before: a conversion prints the target once more."""
    seen: set[str] = set()
    lines = []
    for line in text.split("\n"):
        here = {re.sub(r"^https?://|[/.,;:)]+$", "", each.lower()) for each in ADDRESS.findall(line)}
        if not (here and here <= seen and TARGET.fullmatch(line)):
            lines.append(line)
        seen |= here
    return "\n".join(lines)
