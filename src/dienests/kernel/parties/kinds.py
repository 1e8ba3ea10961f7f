"""Kinds of representation: for whom each is, what proves it, and when it ends by itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dienests.kernel.parties.standing import Standing


class Kind(StrEnum):
    """By what right one acts for another."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    TRUSTEE = "trustee"
    PROXY = "notarised-proxy"
    LEGAL = "legal-representative"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a kind means: its label, the standings of whom it is for, and the proof that the register asks for."""

    label: str | Promise
    proof: str | Promise
    serves: frozenset[Standing]
    notarised: bool = False

    @property
    def of_organisation(self) -> bool:
        """Say whether it is the right to act for a legal person."""
        return self.serves == {Standing.LEGAL}


_NATURAL = frozenset({Standing.ADULT, Standing.MINOR, Standing.TRUSTEESHIP})

MEANINGS: Final[dict[Kind, Meaning]] = {
    Kind.PARENT: Meaning(_("parent"), _("entry in the register or birth certificate"), frozenset({Standing.MINOR})),
    Kind.GUARDIAN: Meaning(_("guardian"), _("decision on guardianship"), frozenset({Standing.MINOR})),
    Kind.TRUSTEE: Meaning(_("trustee"), _("judgement on trusteeship"), frozenset({Standing.TRUSTEESHIP})),
    Kind.PROXY: Meaning(
        _("authorised by notarised proxy"), _("notarised power of attorney"), frozenset({Standing.ADULT}),
        notarised=True,
    ),
    Kind.LEGAL: Meaning(
        _("legal representative"), _("right of representation in the register"), frozenset({Standing.LEGAL})
    ),
    Kind.OFFICE: Meaning(_("by office"), _("norm or order that entrusts the office"), _NATURAL),
}  # fmt: skip


def ends_with_minority(kind: Kind) -> bool:
    """Say whether the representation ends on the day on which the child comes of age."""
    return MEANINGS[kind].serves == {Standing.MINOR}
