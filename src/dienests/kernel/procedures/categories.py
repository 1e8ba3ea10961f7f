"""Categories of data: what kind of personal information a field holds, and how narrowly it is read."""

from dataclasses import dataclass, field

from dienests.kernel.norms.basis import Basis, Unspecified
from dienests.kernel.norms.processing import RETENTION_ELSEWHERE, parameter_of
from dienests.kernel.procedures.items import Label


@dataclass(frozen=True)
class Category:
    """A category of personal data.

    Values of any category stay out of the log (only their hash enters it) and are read only by roles that name the
    category in `reads`. A sealed category is, besides, never read by way of an office that has no role in the case.
    """

    slug: str
    # The words of a label change with the language, and a set finds nothing whose hash has changed.
    label: Label = field(compare=False)
    basis: Basis
    sealed: bool = False
    retention: Unspecified = field(default=RETENTION_ELSEWHERE, compare=False)

    @property
    def parameter(self) -> str:
        """Return the slug of the dated parameter that sets how long values of the category are kept."""
        return parameter_of(self.slug)


def category(
    slug: str, label: Label, basis: Basis, *, sealed: bool = False, retention: Unspecified = RETENTION_ELSEWHERE
) -> Category:
    """Declare a category of data; `retention` says which document would set how long values are kept."""
    return Category(slug, label, basis, sealed, retention)
