"""Sealing a PDF: PAdES B-B (signed), B-T (with a time stamp), B-LT (with the evidence to check it years later).

`seal` can be imported by anybody at no cost: what it needs is loaded when the first document is sealed.
"""

from datetime import UTC, datetime
from typing import Literal

from django.utils.translation import gettext as _

from dienests.kernel.signatures.refusals import SealRefused
from dienests.kernel.signatures.sealing_party import SealingParty

__all__ = ["Level", "SealRefused", "SealingParty", "seal", "sealing_now"]

Level = Literal["B-B", "B-T", "B-LT"]
LEVELS: tuple[Level, ...] = ("B-B", "B-T", "B-LT")


def seal(
    pdf: bytes, *, level: Level = "B-LT", at: datetime, reason: str = "", place: str = "", tooltip: str = ""
) -> bytes:
    """Return the document with the seal of this installation; what stood in it stays byte for byte.

    `at` is the moment that the seal claims; the development authority stamps it too. The seal certifies the document:
    nothing may be changed afterwards, but proofs may be added. `reason`, `place` and `tooltip` (what a screen reader
    says at the field) are texts for people. Raises SealRefused: no valid certificate, no time stamp, no such document.
    """
    if level not in LEVELS:
        raise SealRefused(f"There is no level {level}; seal with one of {', '.join(LEVELS)}.")
    from dienests.kernel.signatures import pades  # noqa: PLC0415 - half a second, and few processes seal
    from dienests.kernel.signatures.sealer import sealer  # noqa: PLC0415 - as above

    who = sealer(at)
    words = {"timestamp": moment(at), "name": who.organisation, "reason": reason, "location": place}
    spoken = tooltip or _("Electronic seal of the institution")
    while True:
        known = who.evidence(at) if level == "B-LT" else None
        made = pades.sealed(pdf, who=who, level=level, known=known, words=words, tooltip=spoken)
        # A time stamp authority that has just changed its certificate: the evidence of the new one has to go in.
        if known is None or who.evidence(at) == known:
            return made


def sealing_now(*, at: datetime) -> SealingParty:
    """Return who would seal at `at`; raises SealRefused with the sentence that sealing would give."""
    from dienests.kernel.signatures.sealer import sealer  # noqa: PLC0415 - as above

    return sealer(at).described()


def moment(at: datetime) -> datetime:
    """Return the moment as it is written into the document: in world time, without fractions."""
    return at.astimezone(UTC).replace(microsecond=0)
