"""Unusual volume: a plain rule over weekly counts, pure.

Somebody's week stands out when it has at least LEAST looks and more than TIMES the median of either the own WEEKS weeks
before, or the same week of the others in the same office. It proves nothing: it says whom to ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from uuid import UUID

WEEKS = 12  # a quarter: long enough that holidays and one busy week do not move the median
TIMES = 3  # an official who takes over the work of two colleagues stays below
LEAST = 50  # ten people a working day; below it three times as much is chance
COLLEAGUES = 3  # the median of fewer says nothing


@dataclass(frozen=True, slots=True)
class Volume:
    """The week of one official: looks, the median of the own weeks before, and that of the office (None: too few)."""

    person: UUID
    looks: int
    own: float
    office: float | None
    by_own: bool
    by_office: bool


def volumes(weeks: Mapping[UUID, Sequence[int]], offices: Mapping[int, Mapping[UUID, int]]) -> list[Volume]:
    """Return who stands out, the busiest first.

    `weeks` holds by person the counts of this week and the WEEKS before it, this week first; `offices` holds by office
    the looks of this week of everybody who holds it.
    """
    found = [_judged(person, counts, offices) for person, counts in weeks.items() if counts[0] >= LEAST]
    return sorted(
        (each for each in found if each.by_own or each.by_office), key=lambda each: (-each.looks, each.person)
    )


def _judged(person: UUID, counts: Sequence[int], offices: Mapping[int, Mapping[UUID, int]]) -> Volume:
    own = median(counts[1:])
    compared = [(held[person], _others(person, held)) for held in offices.values() if person in held]
    standing = [(mine, theirs) for mine, theirs in compared if theirs is not None and _stands_out(mine, theirs)]
    # Shown is the office in which the person stands out, else the one in which most of the looks were.
    _mine, shown = max(standing or compared, key=lambda each: each[0], default=(0, None))
    return Volume(person, counts[0], own, shown, _stands_out(counts[0], own), bool(standing))


def _others(person: UUID, held: Mapping[UUID, int]) -> float | None:
    others = [looks for each, looks in held.items() if each != person]
    return median(others) if len(others) >= COLLEAGUES else None


def _stands_out(looks: int, usual: float) -> bool:
    return looks >= LEAST and looks > TIMES * usual
