"""Standing: what a person is before the law on a day, which decides who may act for that person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MAJORITY = 18  # years; ic-service-standard-2018, representation.3


class Standing(StrEnum):
    """A minor, an adult, somebody under trusteeship, a dead person, a legal person; or a day of birth is missing."""

    ADULT = "adult"
    MINOR = "minor"
    TRUSTEESHIP = "trusteeship"
    DEAD = "dead"
    LEGAL = "legal"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Life:
    """The days of a natural person, as far as they are known."""

    born_on: date | None
    died_on: date | None = None


def of_age_on(born_on: date) -> date:
    """Return the first day of majority; who was born on 29 February is of age on 1 March.

    >>> of_age_on(date(2008, 2, 29))
    datetime.date(2026, 3, 1)
    """
    year = born_on.year + MAJORITY
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def standing(life: Life, on: date, *, under_trustee: bool) -> Standing:
    """Return what a natural person is on the day; death comes first, then trusteeship, then age."""
    if life.died_on is not None and life.died_on <= on:
        return Standing.DEAD
    if under_trustee:
        return Standing.TRUSTEESHIP
    if life.born_on is None:
        return Standing.UNKNOWN
    return Standing.MINOR if on < of_age_on(life.born_on) else Standing.ADULT
