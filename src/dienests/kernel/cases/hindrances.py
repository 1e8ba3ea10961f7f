"""Hindrances: what a higher package says stands against moving cases, such as a draft that would lose its act."""

from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.migration import Migration, MigrationError

Hindrance = Callable[[Migration, QuerySet[Case]], Iterator[str]]
_hindrances: list[Hindrance] = []


def stands_against(hindrance: Hindrance) -> Hindrance:
    """Register what yields a sentence for each thing that stands against moving these cases."""
    if hindrance not in _hindrances:
        _hindrances.append(hindrance)
    return hindrance


def check(migration: Migration, cases: QuerySet[Case]) -> None:
    """Raise MigrationError with the first thing that stands against moving these cases."""
    for hindrance in _hindrances:
        for sentence in hindrance(migration, cases):
            raise MigrationError(sentence)
