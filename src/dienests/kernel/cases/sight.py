"""Who sees a case: one filter, a union of index look-ups; every list, page, search and interface starts from it.

An office that a procedure names gives sight from the first stage at which that office is awaited or may act, never
earlier. A relation (opener, party) gives sight of the own case only. "An office of mine once acted on it" gives none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.capacity import seen_under
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.statements import columns
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared

Sql = tuple[str, list[Any]]
CASE = Case._meta.pk
PARTICIPANT = Participant._meta.get_field("person")
Place = tuple[int, int | None, str, int]  # institution, unit (None: the whole institution), procedure, version


def visible(actor: Actor | None, *, among: Iterable[UUID] | None = None) -> QuerySet[Case]:
    """Return the cases that a person may see at all; nobody sees none.

    `among` asks only about these cases: each look-up is then made for them alone, however many a person sees.
    """
    asked = None if among is None else list(among)
    if actor is None or asked == []:
        return Case.objects.none()
    sql, values = _union(actor, asked)
    return Case.objects.filter(id__in=RawSQL(sql, values))


def masks(actor: Actor) -> dict[Place, int]:
    """Return, by institution, unit and version of a procedure, the roles through which a person sees cases."""
    found: dict[Place, int] = defaultdict(int)
    for procedure in declared():
        for institution, unit in places(actor):
            mask = mask_of(actor, procedure, institution, unit)
            if unit is not None:
                # What an office of the whole institution sees anyway needs no look-up of its own in the unit.
                mask &= ~mask_of(actor, procedure, institution, None)
            if mask:
                found[(institution, unit, *procedure.key())] |= mask
    return dict(found)


def sees_by_office(actor: Actor) -> bool:
    """Say whether a person sees cases by office at all: whether any of the `masks` is not empty."""
    return any(mask_of(actor, procedure, *place) for procedure in declared() for place in places(actor))


def places(actor: Actor) -> set[tuple[int, int | None]]:
    """Return where a person may have a part: at the own offices, and in units whose office only a stand-in serves."""
    own: set[tuple[int, int | None]] = {(held.institution, held.unit) for held in actor.offices}
    return own | {(institution, unit) for institution, unit, _slug in actor.absent_in_units}


def mask_of(actor: Actor, procedure: type[Procedure], institution: int, unit: int | None) -> int:
    """Return the roles of a procedure that a person fills by office in this institution and unit."""
    return sum(
        bit
        for name, bit in procedure.plan.bits.items()
        if seen_under(actor, procedure.roles[name], institution, unit) is not None
    )


def roles_in(
    actor: Actor, procedure: type[Procedure], case: Case, *, excluded: frozenset[UUID] | None = None
) -> frozenset[str]:
    """Return the names of the roles through which a person sees this case by office."""
    excluded = exclusion.people(procedure, case) if excluded is None else excluded
    if actor.person in excluded:
        return frozenset()
    mask = mask_of(actor, procedure, case.institution_id, case.unit_id)
    return frozenset(
        name
        for name, bit in procedure.plan.bits.items()
        if bit & case.sight
        and (bit & mask or exclusion.held_in_place(actor, procedure.roles[name], case, excluded, actor.on))
    )


def by_office(actor: Actor) -> Iterator[Sql]:
    """Yield, for each version of a procedure and place, the condition on a case `c` that a person sees by office."""
    for (institution, unit, slug, version), mask in masks(actor).items():
        where = "c.institution_id = %s AND c.procedure = %s AND c.version = %s AND (c.sight & %s) <> 0"
        values: list[Any] = [institution, slug, version, mask]
        if unit is not None:
            where, values = where + " AND c.unit_id = %s", [*values, unit]
        yield where, values


def as_participant(actor: Actor) -> Sql:
    """Return the condition on a participant `p` of a case of which a person is a part today."""
    person = PARTICIPANT.get_db_prep_value(actor.person, connection)
    return "p.person_id = %s AND p.left_at IS NULL", [person]


def _union(actor: Actor, among: list[UUID] | None) -> tuple[str, list[Any]]:
    only, keys = "", [CASE.get_db_prep_value(each, connection) for each in among or ()]
    if keys:
        only = f" AND {{}} IN ({', '.join(['%s'] * len(keys))})"
    mine, values = as_participant(actor)
    parts = [f"SELECT p.case_id FROM {columns(Participant).table} p WHERE {mine}" + only.format("p.case_id")]
    values = values + keys
    for where, given in by_office(actor):
        parts.append(f"SELECT c.id FROM {columns(Case).table} c WHERE {where}" + only.format("c.id"))
        values += given + keys
    for sql, given in exclusion.in_place(actor):
        parts.append(sql + only.format("c.id"))
        values += given + keys
    barred, given = exclusion.barred(actor)
    return " UNION ".join(parts) + barred, values + given
