"""Dictionary forms of words, folded: terms of the domain first, then the dictionary, then the ending."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from dienests.kernel.language.paradigms import forms, guess

TERMS = Path(__file__).with_name("terms.txt")
# The English dictionary would hold 25 MB more in every process; English words are found by their beginnings.
LANGUAGE = "lv"
_WORD = re.compile(r"[^\W_]+")


def lemma(word: str) -> str:
    """Return the dictionary form of one word, with its marks.

    >>> lemma("nodarbinātajam")
    'nodarbinātais'
    """
    plain = unicodedata.normalize("NFC", word).casefold()
    return _terms().get(plain) or (_looked_up(plain) if plain else "")


def folded(word: str) -> str:
    """Return a word without marks and capitals: how it stands in an index.

    >>> folded("Ķēķis")
    'kekis'
    """
    # Before capitals are looked for, since a sign may be one only when it has fallen apart (𝓐); after it once more.
    split = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    # A sign may fall apart into others that are no letters (¼): only letters and digits reach the index's language.
    return "".join(each for each in split if each.isalnum())


def indexed(text: str) -> str:
    """Return what an index keeps of a text: each word as it stands and in its dictionary form, folded, once each."""
    found: dict[str, None] = {}
    for word in _WORD.findall(text):
        found[folded(word)] = found[folded(lemma(word))] = None
    return " ".join(filter(None, found))


def words(asked: str) -> list[tuple[str, str]]:
    """Return (folded word, folded dictionary form) of everything that was asked for; marks may be left out."""
    found = []
    for word in _WORD.findall(asked):
        plain = folded(word)
        if plain:
            found.append((plain, folded(_unmarked().get(plain) or lemma(word)) or plain))
    return found


@lru_cache(maxsize=20_000)
def _looked_up(word: str) -> str:
    import simplemma  # noqa: PLC0415 - its dictionary is large, and most processes never look a word up

    found = str(simplemma.lemmatize(word, lang=LANGUAGE))
    if found != word and found.islower():
        return found
    return word if simplemma.is_known(word, lang=LANGUAGE) else guess(word)


@cache
def _terms() -> dict[str, str]:
    """Return every form of the terms of the domain; the first term that has a form keeps it."""
    found: dict[str, str] = {}
    for line in TERMS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            for form in sorted(forms(line)):
                found.setdefault(form, line)
    return found


@cache
def _unmarked() -> dict[str, str]:
    """Return the terms by their folded forms, for people who type without marks."""
    return {folded(form): term for form, term in reversed(_terms().items())}
