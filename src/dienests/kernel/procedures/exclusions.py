"""Exclusions: whom a case is about has no part in it."""

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.items import Item, Label


class Exclusion(Item):
    """The person named in `field` neither sees the case nor acts in it, whatever office he or she holds.

    Where that person holds an office that has a stand-in, the stand-in acts.
    """

    def __init__(self, label: Label, basis: Basis, *, field: str, interpretation: Label | None) -> None:
        self.label, self.basis, self.field, self.interpretation = label, basis, field, interpretation


def excluded(label: Label, basis: Basis, *, field: str, interpretation: Label | None = None) -> Exclusion:
    """Declare who is excluded from a case."""
    return Exclusion(label, basis, field=field, interpretation=interpretation)
