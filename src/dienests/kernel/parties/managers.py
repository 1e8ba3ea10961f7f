"""Direct managers: who leads the person's unit, or, where nobody can, the unit above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from dienests.kernel.parties.absence import Absence
from dienests.kernel.parties.institution import Unit
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.person import Person


@dataclass(frozen=True, slots=True)
class Leader:
    """One holder of a leading office."""

    person: UUID
    absent: bool


def reporting_line(
    person: UUID, unit: int | None, parents: Mapping[int, int | None], leaders: Mapping[int | None, Sequence[Leader]]
) -> UUID | None:
    """Return who leads the nearest unit from `unit` upwards and at last the institution (key None), or None.

    A place is passed over when nobody present leads it, or when the person is one of its leaders.
    A circle of parents, which only a hand in the database can make, ends at the institution.
    """
    seen: set[int] = set()
    while unit is not None and unit not in seen:
        seen.add(unit)
        if found := _present(person, leaders.get(unit, ())):
            return found
        unit = parents.get(unit)
    return _present(person, leaders.get(None, ()))


def _present(person: UUID, leaders: Sequence[Leader]) -> UUID | None:
    if any(leader.person == person for leader in leaders):
        return None
    return next((leader.person for leader in leaders if not leader.absent), None)


def direct_manager(person: UUID, institution: int, on: date) -> Person | None:
    """Return the direct manager on the day, or None for a head or a stranger; two queries.

    The person's unit is the one of the oldest mandate in force that belongs to a unit.
    """
    away = Absence.objects.covering(on).filter(person=OuterRef("person"), institution=institution)
    mandates = list(
        Mandate.objects.in_force(on)
        .filter(Q(person=person) | Q(office__leads=True), office__institution=institution)
        .annotate(away=Exists(away))
        .select_related("office", "person")
        .order_by("valid_from", "id")
    )
    own = [mandate for mandate in mandates if mandate.person_id == person]
    if not own:
        return None
    unit = next((mandate.office.unit_id for mandate in own if mandate.office.unit_id is not None), None)
    leaders: dict[int | None, list[Leader]] = {}
    # `away` is a column of this query alone, not an attribute that the class declares.
    for mandate in mandates:
        if mandate.office.leads:
            leaders.setdefault(mandate.office.unit_id, []).append(Leader(mandate.person_id, vars(mandate)["away"]))
    parents = dict(Unit.objects.filter(institution=institution).values_list("id", "parent"))
    manager = reporting_line(person, unit, parents, leaders)
    return next((mandate.person for mandate in mandates if mandate.person_id == manager), None)
