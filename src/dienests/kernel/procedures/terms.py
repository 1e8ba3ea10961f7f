"""Terms of a procedure: what must happen by when, and which paragraph says so."""

from dataclasses import dataclass
from typing import Protocol

from dienests.kernel.norms.basis import Basis, Unspecified
from dienests.kernel.procedures.items import Item, Label


class TermValue(Protocol):
    """A length of time that the calendar can turn into a due day."""

    def label(self) -> Label: ...


@dataclass(frozen=True, slots=True)
class Promised:
    """Due on the day that an official promised in a field of the record."""

    field: str

    def label(self) -> Label:
        """Return the field's name; pages show the day itself."""
        return self.field

    def __str__(self) -> str:
        return f"promised:{self.field}"


class Term(Item):
    """A named term; an unset one stops nothing: the case has no due date and is listed last."""

    def __init__(self, label: Label, value: "TermValue | Promised | Unspecified", basis: Basis) -> None:
        self.label, self.value, self.basis = label, value, basis
        self.procedure = ""  # the slug, set when the procedure is declared

    @property
    def parameter(self) -> str:
        """Return the slug of the dated parameter that may set this term."""
        return f"{self.procedure}.{self.name}".replace("_", "-")

    @property
    def unset(self) -> bool:
        """Say whether the sources leave the value open."""
        return isinstance(self.value, Unspecified)


def term(label: Label, value: "TermValue | Promised | Unspecified", basis: Basis) -> Term:
    """Declare a term."""
    return Term(label, value, basis)


def promised(field: str) -> Promised:
    """Return the value of a term whose end an official promises in `field`."""
    return Promised(field)
