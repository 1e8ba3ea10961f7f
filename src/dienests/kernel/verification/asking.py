"""Asking by number and code: the right code is always answered; wrong ones for one number are slowed down.

A code has 80 bits and cannot be guessed. The limit keeps a page of guesses from being worth a try, and since it counts
wrong codes of one number alone, nobody can keep the holder of a letter from the answer.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from unicodedata import normalize

from django.utils.translation import gettext as _

from dienests.kernel.access import limits
from dienests.kernel.letters import codes
from dienests.kernel.letters.letter import Letter
from dienests.kernel.verification.paper import Paper, paper_of

WRONG_PER_HOUR = 30
LONGEST = 60
_NUMBER = re.compile(r".+/(?P<year>[0-9]{4})/(?P<serial>[0-9]{1,9})", re.DOTALL)  # as `letters.register` gives them


def ask(*, number: str, code: str, at: datetime) -> Paper | None:
    """Return what a letter is, None where number and code do not belong together.

    Raises TooOften with a sentence after many wrong codes for one number.
    """
    letter = lettered(number=number, code=code, at=at)
    return paper_of(letter) if letter else None


def lettered(*, number: str, code: str, at: datetime) -> Letter | None:
    """Return the letter that bears a number and a code; raises TooOften as `ask` does."""
    tidy = _tidy("".join(number.split())[:LONGEST])
    found = next((each for each in _numbered(tidy) if codes.matches(each.uid, code[:LONGEST])), None)
    if found is None:
        sentence = _("Too many wrong codes for this number: wait a while. The right code is answered at once.")
        limits.demand(name="check", who=tidy, per_hour=WRONG_PER_HOUR, at=at, sentence=sentence)
    return found


def _numbered(tidy: str) -> Iterator[Letter]:
    """Yield the letters of all institutions that bear a number, in whichever case it was typed.

    The names of registers are compared here: databases know only the two cases of A to Z alike.
    """
    parts = _NUMBER.fullmatch(tidy)
    if parts is None:
        return
    related = "case", "institution", "corrects", "revokes", "file"
    found = Letter.objects.filter(year=int(parts["year"]), serial=int(parts["serial"])).select_related(*related)
    yield from (each for each in found if _tidy(each.number) == tidy)


def _tidy(number: str) -> str:
    return normalize("NFC", normalize("NFC", number).casefold())
