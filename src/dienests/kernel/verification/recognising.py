"""A file that is, byte for byte, a letter of this installation: which number it has, and whether it still holds."""

from datetime import datetime

from django.utils.translation import gettext as _

from dienests.kernel.letters.letter import Letter
from dienests.kernel.signatures.recognising import Recognised, recognises
from dienests.kernel.verification.standing import Holds, standing


def register() -> None:
    """Let the examination of files know the letters of this installation."""
    recognises(_recognised)


def letter_with(sha256: str) -> Letter | None:
    """Return the letter whose sealed PDF has this hash."""
    return Letter.objects.filter(sha256=sha256, sha256__gt="").select_related("case", "institution").first()


def _recognised(sha256: bytes, _at: datetime) -> Recognised | None:
    letter = letter_with(sha256.hex())
    if letter is None:
        return None
    found = standing(letter)
    words = {"number": letter.number, "later": ", ".join(each.number for each in found.by)}
    sentences = {
        Holds.VALID: _("This is our letter No {number}, exactly as it was sealed; it is in force today."),
        Holds.CORRECTED: _("This is our letter No {number}, exactly as it was sealed; letter No {later} corrects it."),
        Holds.REVOKED: _("This is our letter No {number}, exactly as it was sealed; letter No {later} revoked it."),
    }
    return Recognised(letter.number, found.holds.value, sentences[found.holds].format(**words))
