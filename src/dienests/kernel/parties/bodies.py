"""Bodies: who sits in a body on a day, and the versions of its composition that appointments have made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from dienests.kernel.parties.absence import Absence
from dienests.kernel.parties.mandate import Mandate, MandateQuerySet

__all__ = ["Composition", "away", "composition", "compositions", "members"]


@dataclass(frozen=True, slots=True)
class Composition:
    """A body from a day to the day before `until` (None: until further notice); `orders` are those that changed it."""

    since: date
    until: date | None
    members: tuple[Mandate, ...]
    orders: tuple[str, ...]


def members(institution: int, office: str, on: date, *, unit: int | None = None) -> list[Mandate]:
    """Return one mandate of each person who holds the office of members on the day, in Latvian order; one query."""
    found: dict[UUID, Mandate] = {}
    for mandate in _mandates(institution, office).filter(Q(office__unit=None) | Q(office__unit=unit)).in_force(on):
        found.setdefault(mandate.person_id, mandate)
    return sorted(found.values(), key=lambda mandate: mandate.person.sort_key)


def away(institution: int, people: Iterable[UUID], on: date) -> frozenset[UUID]:
    """Return who of these is marked absent on the day; one query."""
    absences = Absence.objects.covering(on).filter(institution=institution, person__in=list(people))
    return frozenset(absences.values_list("person", flat=True))


def compositions(institution: int, office: str) -> list[Composition]:
    """Return every version of a body's composition, newest first; one query."""
    return composition(list(_mandates(institution, office)))


def composition(mandates: list[Mandate]) -> list[Composition]:
    """Return the versions that mandates make, newest first: one for each day on which somebody came or left."""
    days = sorted({day for each in mandates for day in (each.valid_from, each.valid_to) if day})
    found = []
    for since, until in zip(days, [*days[1:], None], strict=True):
        there = [each for each in mandates if each.valid_from <= since and (not each.valid_to or since < each.valid_to)]
        orders = dict.fromkeys(each.order_number for each in there if each.valid_from == since)
        seated = tuple(sorted(there, key=lambda mandate: mandate.person.sort_key))
        found.append(Composition(since, until, seated, tuple(orders)))
    return found[::-1]


def _mandates(institution: int, office: str) -> MandateQuerySet:
    found = Mandate.objects.filter(office__institution=institution, office__slug=office)
    return found.select_related("person", "office").order_by("valid_from", "id")
