"""Whether a letter still holds: a correction or a revocation is another letter, unless that one was revoked itself."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from dienests.kernel.letters.letter import Letter, State


class Holds(StrEnum):
    """How a letter stands today."""

    VALID = "valid"
    CORRECTED = "corrected"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a letter stands, and the letters that made it so, oldest first."""

    holds: Holds
    by: tuple[Letter, ...] = ()


def standing(letter: Letter) -> Standing:
    """Return how a letter stands; a revocation goes before any correction."""
    later = Letter.objects.filter(Q(corrects=letter) | Q(revokes=letter), state__in=[State.APPROVED, State.SEALED])
    holding = [each for each in later.order_by("sent_at", "pk") if standing(each).holds != Holds.REVOKED]
    revoking = tuple(each for each in holding if each.revokes_id == letter.pk)
    if revoking:
        return Standing(Holds.REVOKED, revoking)
    return Standing(Holds.CORRECTED, tuple(holding)) if holding else Standing(Holds.VALID)
