"""Categories of data: what kind of personal information a field holds, and how narrowly it is read."""

from dataclasses import dataclass

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.items import Label


@dataclass(frozen=True)
class Category:
    """A category of personal data.

    Values of any category stay out of the log (only their hash enters it) and are read only by roles that name the
    category in `reads`. A sealed category is, besides, never read by way of an office that has no role in the case.
    """

    slug: str
    label: Label
    basis: Basis
    sealed: bool = False


def category(slug: str, label: Label, basis: Basis, *, sealed: bool = False) -> Category:
    """Declare a category of data."""
    return Category(slug, label, basis, sealed)
