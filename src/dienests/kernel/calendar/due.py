"""What every legal term is: a value that says when it is due."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from dienests.kernel.calendar.days_off import LATVIA, Country

__all__ = ["Due", "Term", "put_off", "settled"]


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
        return settled(self.ends(start, country), country)

    def ends(self, start: date, country: Country = LATVIA) -> date:
        """The day on which the term ends before it is moved off a day off."""
        country.check(start)
        return self._end(start, country)

    def put_off(self, end: date, since: date, until: date, country: Country = LATVIA) -> date:
        """Where the end lies after the term stood still for since <= day < until; what is left of it stays as long."""
        return put_off(end, since, until)

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


def settled(end: date, country: Country = LATVIA) -> Due:
    """When a term that ends on this day is due: on a day off, the next working day."""
    on = country.next_working(end)
    return Due(on, provisional=on > country.published_until())


def put_off(end: date, since: date, until: date) -> date:
    """Where an end lies after so many calendar days of standing still, since <= day < until."""
    if until < since:
        raise ValueError(f"A term that stands still from {since} on cannot go on from {until}, which is earlier.")
    return end + (until - since)
