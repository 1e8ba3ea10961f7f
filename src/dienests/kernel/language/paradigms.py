"""Paradigms: all forms of a Latvian noun, made from its dictionary form; and back, for words that no dictionary has.

After the declensions of Latvian grammar: 1 (-s, -š), 2 (-is), 4 (-a), 5 (-e), reflexive nouns (-šanās), and definite
adjectives and participles that serve as nouns (-ais).
"""

from collections.abc import Iterator

# A consonant before the ending softens in most forms of the second declension and in the fifth's plural genitive.
_SOFT = {
    "ll": "ļļ", "nn": "ņņ", "sn": "šņ", "zn": "žņ", "ln": "ļņ", "dz": "dž", "l": "ļ", "n": "ņ", "c": "č", "s": "š",
    "t": "š", "z": "ž", "d": "ž", "p": "pj", "b": "bj", "m": "mj", "v": "vj",
}  # fmt: skip
_ENDINGS = {
    "1": ("s", "a", "am", "u", "ā", "i", "iem", "us", "os"),
    "4": ("a", "as", "ai", "u", "ā", "ām", "ās"),
    "5": ("e", "es", "ei", "i", "ē", "ēm", "ēs"),
    "šanās": ("ās", "os"),
    "ais": ("ais", "ā", "ajam", "o", "ajā", "ie", "ajiem", "os", "ajos", "ās", "ajai", "ajām", "ajās"),
    "plural": ("i", "u", "iem", "us", "os"),
    "plural-fem": ("as", "u", "ām", "ās"),
}
# Endings that tell the dictionary form of an unknown word, the longest first; what a form could be twice is left out.
_BACK = {
    "šanos": "šanās", "šanas": "šana", "šanai": "šana", "šanu": "šana", "šanā": "šana",
    "umiem": "ums", "umam": "ums", "umus": "ums", "umos": "ums", "uma": "ums", "umu": "ums", "umā": "ums", "umi": "ums",
    "ībām": "ība", "ībās": "ība", "ības": "ība", "ībai": "ība", "ību": "ība", "ībā": "ība",
    "ijām": "ija", "ijās": "ija", "ijas": "ija", "ijai": "ija", "iju": "ija", "ijā": "ija",
    "tājiem": "tājs", "tājam": "tājs", "tājus": "tājs", "tāji": "tājs", "tāja": "tājs", "tāju": "tājs",
    "ējiem": "ējs", "ējam": "ējs", "ējus": "ējs", "ēji": "ējs", "ēja": "ējs", "ēju": "ējs",
    "niekiem": "nieks", "niekam": "nieks", "nieku": "nieks", "nieka": "nieks", "nieki": "nieks",
    "ņiem": "nis", "ļiem": "lis", "ņus": "nis", "ļus": "lis", "ņa": "nis", "ļa": "lis", "im": "is",
    "iem": "s", "am": "s", "us": "s", "ām": "a", "ai": "a", "ēm": "e", "ei": "e", "es": "e", "as": "a", "ē": "e",
    "āts": "āts",
}  # fmt: skip
_SHORTEST_STEM = 3


def forms(lemma: str) -> set[str]:
    """Return the forms of a noun, the dictionary form among them.

    >>> sorted(forms("pārzinis"))[:3]
    ['pārzini', 'pārzinim', 'pārzinis']
    """
    return {lemma, *_forms(lemma)}


def _forms(lemma: str) -> Iterator[str]:
    if lemma.endswith("šanās"):
        yield from _joined(lemma[:-2], "šanās")
    elif lemma.endswith("ais"):
        yield from _joined(lemma[:-3], "ais")
    elif lemma.endswith("is"):
        stem = lemma[:-2]
        yield from (stem + ending for ending in ("is", "im", "i", "ī"))
        yield from (_soft(stem) + ending for ending in ("a", "i", "u", "iem", "us", "os"))
    elif lemma.endswith("a"):
        yield from _joined(lemma[:-1], "4")
    elif lemma.endswith("e"):
        yield from (*_joined(lemma[:-1], "5"), _soft(lemma[:-1]) + "u")
    elif lemma.endswith("i"):
        yield from _joined(lemma[:-1], "plural")
    elif lemma.endswith("as"):
        yield from _joined(lemma[:-2], "plural-fem")
    elif lemma.endswith(("s", "š")):
        yield from _joined(lemma[:-1], "1")


def _joined(stem: str, kind: str) -> Iterator[str]:
    return (stem + ending for ending in _ENDINGS[kind])


def _soft(stem: str) -> str:
    for length in (2, 1):
        if stem[-length:] in _SOFT:
            return stem[:-length] + _SOFT[stem[-length:]]
    return stem


def guess(word: str) -> str:
    """Return the dictionary form of an unknown word by its ending, or the word itself where the ending tells nothing.

    >>> guess("balsošanai"), guess("blokķēdēm")
    ('balsošana', 'blokķēde')
    """
    for length in range(len(max(_BACK, key=len)), 0, -1):
        ending = word[-length:]
        if ending in _BACK and len(word) - length >= _SHORTEST_STEM:
            return word[:-length] + _BACK[ending]
    return word
