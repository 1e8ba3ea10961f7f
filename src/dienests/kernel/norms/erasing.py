"""Erasers: for every table that holds data of people in a case, what becomes of its rows when they are erased.

Packages declare them beside the record of processing; `retention` carries them out, in the order of declaration.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

__all__ = ["CONTENT", "PARTICIPANTS", "Eraser", "erasers", "erases", "house_slugs", "staying", "stays"]

# Two kinds of data that every case holds, whatever its procedure: who takes part, and what else it says.
PARTICIPANTS, CONTENT = "participants", "case-content"
# Kinds of columns that may hold something of a person: each is wiped, or left with somebody having decided so.
JUDGED = ("CharField", "TextField", "JSONField", "BinaryField", "ForeignKey", "OneToOneField", "DateField")


@dataclass(frozen=True, slots=True)
class Eraser:
    """What erasing a kind of data does to the rows of one table that belong to a case.

    `slug` is the entry of the record of processing, `at` leads from the table to the case ("posting__case", or a column
    that holds its id). `wipes` maps columns to what stands in them afterwards; without it the rows go. `leaves` names
    the columns of a wiped row that hold nothing of a person. `besides` is done in the same transaction, before.
    """

    slug: str
    model: type[Model]
    at: str
    wipes: Mapping[str, Any] = field(default_factory=dict)
    leaves: tuple[str, ...] = ()
    besides: Callable[[UUID], None] | None = None

    def run(self, case: UUID) -> int:
        """Erase, and return how many rows were touched."""
        rows = self.model._default_manager.filter(**{self.at: case})
        if self.besides is not None:
            self.besides(case)
        if not self.wipes:
            return rows.delete()[0]
        wiped = Q(**{name: value for name, value in self.wipes.items() if value is not None})
        for name in (name for name, value in self.wipes.items() if value is None):
            wiped &= Q(**{f"{name}__isnull": True})
        return rows.exclude(wiped).update(**self.wipes)

    def undecided(self) -> list[str]:
        """Return the columns of which nobody has said what becomes of them."""
        if not self.wipes:
            return []
        known = {*self.wipes, *self.leaves, self.at.partition("__")[0], "id"}
        columns = (each for each in self.model._meta.concrete_fields if each.get_internal_type() in JUDGED)
        return [each.name for each in columns if each.name not in known]


_erasers: list[Eraser] = []
_staying: dict[str, str] = {}


def erases(*declared: Eraser) -> None:
    """Add erasers; a package does so once, when its app is ready. Rows that point to others come before these."""
    _erasers.extend(each for each in declared if each not in _erasers)


def erasers() -> tuple[Eraser, ...]:
    """Return all erasers in the order of declaration."""
    return tuple(_erasers)


def house_slugs() -> tuple[str, ...]:
    """Return the kinds of data that any case may hold, beside the categories of its procedure."""
    return tuple(dict.fromkeys((PARTICIPANTS, CONTENT, *(each.slug for each in _erasers))))


def stays(because: str, *labels: str) -> None:
    """Say why these tables (label of app and model) are not erased with a case."""
    _staying.update(dict.fromkeys(labels, because))


def staying() -> Mapping[str, str]:
    """Return the tables that stay, each with the reason."""
    return _staying
