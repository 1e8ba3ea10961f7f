"""Terms of a procedure: what must happen by when, and which paragraph says so."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

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


class Resumption(StrEnum):
    """How a suspended term goes on: it keeps what was left of it, or it is counted anew from the day of resumption."""

    GOES_ON = "goes on"
    BEGINS_ANEW = "begins anew"


class Extension(StrEnum):
    """From where an extension is counted: from the due day as it stands, or from the day on which the term started."""

    FROM_DUE = "from due"
    FROM_START = "from start"


GOES_ON: Final = Resumption.GOES_ON
BEGINS_ANEW: Final = Resumption.BEGINS_ANEW
FROM_DUE: Final = Extension.FROM_DUE
FROM_START: Final = Extension.FROM_START
Length = TermValue | Unspecified


class Term(Item):
    """A named term; an unset one stops nothing: the case has no due date and is listed last."""

    def __init__(
        self, label: Label, value: "TermValue | Promised | Unspecified", basis: Basis, *,
        resumption: Resumption = GOES_ON, extends_by: Length | None = None, extension: Extension = FROM_DUE,
    ) -> None:  # fmt: skip
        self.label, self.value, self.basis = label, value, basis
        self.resumption, self.extends_by, self.extension = resumption, extends_by, extension
        self.procedure = ""  # the slug, set when the procedure is declared

    @property
    def parameter(self) -> str:
        """Return the slug of the dated parameter that may set this term."""
        return f"{self.procedure}.{self.name}".replace("_", "-")

    @property
    def extension_parameter(self) -> str:
        """Return the slug of the dated parameter that may set how long the extension is."""
        return f"{self.parameter}-extension"

    @property
    def unset(self) -> bool:
        """Say whether the sources leave the value open."""
        return isinstance(self.value, Unspecified)

    @property
    def extension_unset(self) -> bool:
        """Say whether the term may be extended, and the sources leave open by how much."""
        return isinstance(self.extends_by, Unspecified)


def term(
    label: Label, value: "TermValue | Promised | Unspecified", basis: Basis, *, resumption: Resumption = GOES_ON,
    extends_by: Length | None = None, extension: Extension = FROM_DUE,
) -> Term:  # fmt: skip
    """Declare a term; with `extends_by` it may be extended once, counted as `extension` says."""
    return Term(label, value, basis, resumption=resumption, extends_by=extends_by, extension=extension)


def promised(field: str) -> Promised:
    """Return the value of a term whose end an official promises in `field`."""
    return Promised(field)
