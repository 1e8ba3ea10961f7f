"""Asking by number and code: the right code is always answered; wrong ones for one number are slowed down.

A code has 80 bits and cannot be guessed. The limit keeps a page of guesses from being worth a try, and since it counts
wrong codes of one number alone, nobody can keep the holder of a letter from the answer.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from dienests.kernel.access import limits
from dienests.kernel.letters import codes
from dienests.kernel.letters.letter import Letter
from dienests.kernel.verification.paper import Paper, paper_of

WRONG_PER_HOUR = 30
LONGEST = 60


def ask(*, number: str, code: str, at: datetime) -> Paper | None:
    """Return what a letter is, None where number and code do not belong together.

    Raises TooOften with a sentence after many wrong codes for one number.
    """
    letter = lettered(number=number, code=code, at=at)
    return paper_of(letter) if letter else None


def lettered(*, number: str, code: str, at: datetime) -> Letter | None:
    """Return the letter that bears a number and a code; raises TooOften as `ask` does."""
    tidy = "".join(number.split()).upper()[:LONGEST]
    related = "case", "institution", "corrects", "revokes", "file"
    numbered = Letter.objects.filter(number__iexact=tidy, serial__isnull=False).select_related(*related)
    found = next((each for each in numbered if codes.matches(each.uid, code[:LONGEST])), None)
    if found is None:
        sentence = _("Too many wrong codes for this number: wait a while. The right code is answered at once.")
        limits.demand(name="check", who=tidy, per_hour=WRONG_PER_HOUR, at=at, sentence=sentence)
    return found
