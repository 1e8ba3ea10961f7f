"""Declaring indicators: one class per module, one attribute per indicator."""

import hashlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, ClassVar

from django.utils import translation

from dienests.kernel.indicators.facts import Reckoning, Source, number_of
from dienests.kernel.log.canonical import canonical
from dienests.kernel.norms.basis import Basis
from dienests.kernel.norms.outline import complaints
from dienests.kernel.procedures.items import Item, Label
from dienests.kernel.procedures.procedure import Procedure

__all__ = ["ENTERED", "Direction", "Indicator", "Indicators", "declared", "find", "indicator", "unsound"]


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


ENTERED = "entered"


class Indicator(Item):
    """One figure by quarter: what it means, in which unit, which way is better, and where it comes from."""

    def __init__(
        self, label: Label, basis: Basis, *, definition: Label, unit: Label, direction: Direction,
        source: Source | str, reckoned: Reckoning, of: type[Procedure] | None, office: str,
    ) -> None:  # fmt: skip
        self.label, self.basis, self.definition, self.unit, self.direction = label, basis, definition, unit, direction
        self.source, self.reckoned, self.of, self.office, self.group = source, reckoned, of, office, ""

    @property
    def slug(self) -> str:
        """The key of the indicator, such as "ethics.kept-promises"."""
        return f"{self.group}.{self.name}".replace("_", "-")

    @property
    def entered(self) -> bool:
        """Say whether an office enters the value, since no event tells it."""
        return self.source == ENTERED

    def digest(self) -> str:
        """Return the SHA-256 (hex) of what is declared, in English: it changes when the definition does."""
        with translation.override("en"):
            said = {
                "slug": self.slug, "label": str(self.label), "basis": str(self.basis),
                "definition": str(self.definition), "unit": str(self.unit), "direction": self.direction.value,
                "source": self.source if isinstance(self.source, str) else _named(self.source),
                "reckoned": "" if self.entered else _named(self.reckoned),
                "of": self.of.slug if self.of else "", "office": self.office,
            }  # fmt: skip
        return hashlib.sha256(canonical(said)).hexdigest()


def _named(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def indicator(
    label: Label, basis: Basis, *, definition: Label, unit: Label, direction: Direction, source: Source | str,
    reckoned: Reckoning = number_of, of: type[Procedure] | None = None, office: str = "",
) -> Indicator:  # fmt: skip
    """Declare an indicator; `of` is the procedure whose cases are counted, `office` enters what no event tells."""
    return Indicator(
        label, basis, definition=definition, unit=unit, direction=direction, source=source, reckoned=reckoned, of=of,
        office=office,
    )  # fmt: skip


class Indicators:
    """The indicators of one module; the class is only a place to name them."""

    items: ClassVar[dict[str, Indicator]]

    def __init_subclass__(cls, *, slug: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.items = {name: each for name, each in vars(cls).items() if isinstance(each, Indicator)}
        for each in cls.items.values():
            each.group = slug
            _declared.append(each)


_declared: list[Indicator] = []


def unsound() -> Iterator[str]:
    """Yield one sentence for everything that is wrong with the declared indicators."""
    for number, each in enumerate(_declared):
        if any(other.slug == each.slug for other in _declared[:number]):
            yield f"two indicators are named {each.slug}: rename one."
        if each.entered and not each.office:
            yield f"the indicator {each.slug} is entered, but nobody says by whom: give office=."
        yield from (f"the indicator {each.slug}: {sentence}." for sentence in complaints(each.basis))


def declared() -> tuple[Indicator, ...]:
    """Return every indicator in the order in which the modules stand."""
    return tuple(_declared)


def find(slug: str) -> Indicator | None:
    """Return an indicator by its key; None where it is declared no more."""
    return next((each for each in _declared if each.slug == slug), None)
