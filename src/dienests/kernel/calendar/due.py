"""What every legal term is: a value that says when it is due."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from dienests.kernel.calendar.days_off import LATVIA, Country

__all__ = ["Due", "Term"]


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """The last day of a term, always a working day; provisional while moved working days may still shift it."""

    on: date
    provisional: bool


class Term(ABC):
    """A length of legal time; equal terms are equal values, and `parse` undoes `str`."""

    __slots__ = ()
    kind: ClassVar[str]

    def due(self, start: date, country: Country = LATVIA) -> Due:
        """When the term is due if its event happened on `start`."""
        country.check(start)
        on = country.next_working(self._end(start, country))
        return Due(on, provisional=on > country.published_until())

    @abstractmethod
    def label(self) -> str:
        """The term in words, in the language active now: call it when the page is written."""

    @abstractmethod
    def __str__(self) -> str: ...

    @classmethod
    @abstractmethod
    def _parsed(cls, rest: str) -> Self:
        """The term that `rest`, the text after the colon, stands for; ValueError if none."""

    @abstractmethod
    def _end(self, start: date, country: Country) -> date:
        """The day on which the term ends before it is moved off a day off."""
