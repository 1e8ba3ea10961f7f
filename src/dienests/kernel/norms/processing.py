"""What the house itself keeps about people, beside the records of procedures: entries that packages declare."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dienests.kernel.norms.basis import Basis, Unspecified

__all__ = ["RETENTION_ELSEWHERE", "Kept", "every", "keeps", "parameter_of"]

Label = str | Promise
# Where the periods would stand: none of the documents sets one.
RETENTION_ELSEWHERE = Unspecified(_("list of files of the institution"))


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data: of whom, what for, on which basis, who reads it, how long it is kept ("" in `until`: not set).

    `slug` names the parameter that sets the period; `until` says when the data end by themselves.
    """

    slug: str
    data: Label
    about: Label
    purpose: Label
    basis: Basis | Unspecified
    readers: Label
    until: Label = ""

    @property
    def parameter(self) -> str:
        """Return the slug of the dated parameter that sets how long the data are kept."""
        return parameter_of(self.slug)


def parameter_of(category: str) -> str:
    """Return the slug of the parameter of a category of data."""
    return f"retention.{category}"


_entries: dict[str, Kept] = {}


def keeps(*entries: Kept) -> None:
    """Add entries; a package does so once, when its app is ready."""
    _entries.update({each.slug: each for each in entries})


def every() -> tuple[Kept, ...]:
    """Return all entries in the order in which the packages stand."""
    return tuple(_entries.values())


def without_end(entries: Iterable[Kept]) -> list[Kept]:
    """Return the entries whose period somebody must set."""
    return [each for each in entries if not each.until]
