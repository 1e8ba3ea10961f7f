"""Facts behind a value, and how a value is made of them."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from uuid import UUID

__all__ = ["Fact", "Reckoning", "Source", "digest", "median_of", "number_of", "parts", "share_of"]


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One event that counts, in one case; `value` is 1 or 0 for a share, days for a median."""

    case: UUID
    event: UUID
    value: int = 1


Source = Callable[[int, date, date], Iterable[Fact]]  # institution, first day, first day after the period
Reckoning = Callable[[Sequence[Fact]], Decimal | None]


def number_of(facts: Sequence[Fact]) -> Decimal | None:
    """Return how many there are."""
    return Decimal(len(facts))


def share_of(facts: Sequence[Fact]) -> Decimal | None:
    """Return how many of a hundred have the value 1; None of nothing."""
    return (Decimal(100 * sum(each.value for each in facts)) / len(facts)).quantize(Decimal("0.1")) if facts else None


def median_of(facts: Sequence[Fact]) -> Decimal | None:
    """Return the median of the values; None of nothing."""
    return Decimal(str(median(each.value for each in facts))).quantize(Decimal("0.1")) if facts else None


def parts(reckoned: Reckoning, facts: Sequence[Fact]) -> tuple[int | None, int]:
    """Return numerator and denominator of a share; of any other reckoning only how many facts are behind it."""
    return (sum(each.value for each in facts) if reckoned is share_of else None), len(facts)


def digest(facts: Iterable[Fact]) -> str:
    """Return SHA-256 (hex) over the events and their values, by event: the same facts give the same digest."""
    rows = sorted((each.event.hex, each.value) for each in facts)
    return hashlib.sha256("\n".join(f"{event} {value}" for event, value in rows).encode()).hexdigest()
