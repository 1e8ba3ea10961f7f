"""The basis of whatever is declared: addresses of provisions, or the plain statement that the sources set nothing."""

from dataclasses import dataclass
from typing import Self

from django.utils.functional import Promise

__all__ = ["Basis", "Rulebook", "Unspecified", "join", "parse", "rulebook", "unspecified"]


@dataclass(frozen=True, slots=True)
class Basis:
    """Addresses in one act; whether they exist is told by `outline.missing`.

    >>> str(Basis("vpd-ethics-code-2026", ("20", "21")))
    'vpd-ethics-code-2026:20,21'
    """

    act: str
    addresses: tuple[str, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.addresses, tuple) or not all(isinstance(each, str) and each for each in self.addresses):
            raise TypeError(f"addresses of {self.act} are a tuple of texts, such as ('25',), not {self.addresses!r}")
        if not self.act or not self.addresses:
            raise ValueError("a basis names an act and at least one address, such as code['25']")

    def __str__(self) -> str:
        return f"{self.act}:{','.join(self.addresses)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read back one basis from its text."""
        act, colon, addresses = text.strip().partition(":")
        if not colon:
            raise ValueError(f"{text!r} is no basis: write it as act:address,address")
        return cls(act, tuple(each.strip() for each in addresses.split(",")))


@dataclass(frozen=True, slots=True)
class Unspecified:
    """Says that the sources set nothing here but point elsewhere; a dated parameter can give the value."""

    where: str | Promise

    def __str__(self) -> str:
        return str(self.where)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The addresses of one act, asked for by subscript.

    >>> code = rulebook("vpd-ethics-code-2026")
    >>> code["20", "21"]
    Basis(act='vpd-ethics-code-2026', addresses=('20', '21'))
    """

    slug: str

    def __getitem__(self, addresses: str | tuple[str, ...]) -> Basis:
        return Basis(self.slug, (addresses,) if isinstance(addresses, str) else addresses)


def rulebook(slug: str) -> Rulebook:
    """Return the rulebook of an act."""
    return Rulebook(slug)


def unspecified(where: str | Promise) -> Unspecified:
    """Return the statement that a value stands elsewhere, such as "by-laws of the Ethics Commission"."""
    return Unspecified(where)


def join(*bases: Basis) -> str:
    """Return several bases as one text, an act after the other.

    >>> join(Basis("a", ("1",)), Basis("b", ("2", "3")))
    'a:1; b:2,3'
    """
    return "; ".join(str(each) for each in bases)


def parse(text: str) -> tuple[Basis, ...]:
    """Read back what `join` wrote; an empty text has no basis."""
    return tuple(Basis.parse(each) for each in text.split(";") if each.strip())
