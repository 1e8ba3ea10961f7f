"""Claims: which declaration implements which provision. Upper packages register sources; the coverage reads them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from dienests.kernel.norms.basis import Basis

__all__ = ["Claim", "claims", "register"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One declaration, such as "ethics-report.submit", in one version, and the provisions on which it rests."""

    basis: Basis
    declaration: str
    label: str | Promise
    version: int = 1
    kind: str = ""  # what was declared, such as "action" or "duty"


Source = Callable[[], Iterable[Claim]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source of claims; it is asked each time, so that it may itself read what was declared."""
    if source not in _sources:
        _sources.append(source)


def claims() -> tuple[Claim, ...]:
    """Return all claims of all sources."""
    return tuple(each for source in _sources for each in source())
