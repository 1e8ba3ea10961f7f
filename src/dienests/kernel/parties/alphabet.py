"""The Latvian alphabet: the order of names in a list, and the folding that lets a search ignore marks.

Order after the Latvian collation of CLDR: č, ģ, ķ, ļ, ņ, ŗ, š, ž are letters of their own; a long vowel
stands with its short one and y with i, and such marks only decide between words that are otherwise alike.
"""

import unicodedata

_LETTERS = "0123456789abcčdefgģhijkķlļmnņopqrŗsštuvwxzž"
# 00 parts the words and 01 parts the names, so that "Bērziņš" stands before "Bērziņš-Kalns".
_NAME_ENDS, _WORD_ENDS, _FIRST = "00", "01", 10
_RANK = {letter: f"{_FIRST + place:02d}" for place, letter in enumerate(_LETTERS)}
_ELSEWHERE = "99"


def sort_key(*names: str) -> str:
    """Return digits that sort as the names do, the same in every database and under every collation.

    >>> sorted(["Čakste", "Cīrulis", "Cers", "Ābols", "Abols"], key=sort_key)
    ['Abols', 'Ābols', 'Cers', 'Cīrulis', 'Čakste']
    """
    letters, marks = [], []
    for name in names:
        for character in unicodedata.normalize("NFC", name.casefold()):
            rank, mark = _place(character)
            letters.append(rank)
            marks.append(mark)
        letters.append(_NAME_ENDS)
    return "".join(letters) + _NAME_ENDS + "".join(marks).rstrip("0")


def _place(character: str) -> tuple[str, str]:
    if character in _RANK:
        return _RANK[character], "0"
    if character == "y":
        return _RANK["i"], "2"
    plain = unicodedata.normalize("NFD", character)[0]
    if plain in _RANK:
        return _RANK[plain], "1"
    if not character.isalpha():
        return _WORD_ENDS, "0"
    # A letter of another script stands after ž, in the order of Unicode.
    return f"{_ELSEWHERE}{ord(character):07d}", "0"


def fold(text: str) -> str:
    """Return the text as a search compares it: small letters without marks, words parted by one space.

    >>> fold("Āboliņa-Ķīse  Žanete")
    'abolina kise zanete'
    """
    small = unicodedata.normalize("NFKD", text).casefold()  # letters of other alphabets become plain before they fold
    bare = "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())
