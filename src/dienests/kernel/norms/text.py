"""The text of an official document: freed of what the page added, and normalised for comparing."""

import hashlib
import re
import unicodedata

__all__ = ["WORDS_OF_A_FINGERPRINT", "clean", "fingerprint", "normalise", "running"]

WORDS_OF_A_FINGERPRINT = 6

# A hyphen inside a word vanishes, whether a line ends at it or not; between digits it parts, as any other sign does.
HYPHENS = "-\u2010\u2011\ufe63\uff0d"
SOFT_HYPHEN = re.compile(r"\u00ad(?:[^\S\n]*\n\s*(?=[^\W\d_]))?")
HYPHEN = re.compile(rf"(?<=[^\W\d_])[{HYPHENS}](?:[^\S\n]*\n\s*)?(?=[^\W\d_])")
DIVIDED_WORD = re.compile(rf"(?<=[^\W\d_])[{HYPHENS}][^\S\n]*\n\s*(?=[^\W\d_])")
# What a conversion from PDF leaves behind: the targets of links, and page numbers alone between empty lines.
LINK = re.compile(r"mailto:\S+")
PAGE_NUMBER = re.compile(r"(?<=\n\n)[-\u2013]?[^\S\n]*\d{1,4}[^\S\n]*[-\u2013]?(?=\n\n)")


def clean(text: str) -> str:
    """Return the text line by line without page breaks, link targets, page numbers and spare space."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    text = LINK.sub("", text)
    text = re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", text)
    return PAGE_NUMBER.sub("", re.sub(r"\n{3,}", "\n\n", text)).strip()


def running(text: str) -> str:
    """Return the text as one line for reading: words that a line end divided are whole again."""
    return " ".join(DIVIDED_WORD.sub("", SOFT_HYPHEN.sub("", text)).split())


def normalise(text: str) -> str:
    """Return the words alone: NFKC, no soft, line-end and inner hyphens, lower case, letters and digits, one space.

    >>> normalise("1. Ievē\u00adrot no-\\nteikumus, e-pastu!")
    '1 ievērot noteikumus epastu'
    """
    text = HYPHEN.sub("", SOFT_HYPHEN.sub("", text))
    text = unicodedata.normalize("NFKC", text).lower()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text).split())


def fingerprint(text: str) -> str:
    """Return the SHA-256 (hex) of the first six normalised words, or of all where there are fewer."""
    words = normalise(text).split()[:WORDS_OF_A_FINGERPRINT]
    return hashlib.sha256(" ".join(words).encode()).hexdigest()
