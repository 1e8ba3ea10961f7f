"""Who sees a case: one filter, a union of index look-ups; every list, page, search and interface starts from it.

An office that a procedure names gives sight from the first stage at which that office is awaited or may act, never
earlier. A relation (opener, party) gives sight of the own case only. "An office of mine once acted on it" gives none.
"""

from collections import defaultdict
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

Place = tuple[int, int | None, str, int]  # institution, unit (None: the whole institution), procedure, version


def visible(actor: Actor | None) -> QuerySet[Case]:
    """Return the cases that a person may see at all; nobody sees none."""
    if actor is None:
        return Case.objects.none()
    sql, values = _union(actor)
    return Case.objects.filter(id__in=RawSQL(sql, values))


def masks(actor: Actor) -> dict[Place, int]:
    """Return, by institution, unit and version of a procedure, the roles through which a person sees cases."""
    found: dict[Place, int] = defaultdict(int)
    for procedure in declared():
        for institution, unit in places(actor):
            mask = mask_of(actor, procedure, institution, unit)
            if mask:
                found[(institution, unit, *procedure.key())] |= mask
    return dict(found)


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


def _union(actor: Actor) -> tuple[str, list[Any]]:
    cases, participants = columns(Case), columns(Participant)
    person = participants.fields["person_id"].get_db_prep_value(actor.person, connection)
    parts = [f"SELECT p.case_id FROM {participants.table} p WHERE p.person_id = %s AND p.left_at IS NULL"]
    values: list[Any] = [person]
    for (institution, unit, slug, version), mask in masks(actor).items():
        where = "c.institution_id = %s AND c.procedure = %s AND c.version = %s AND (c.sight & %s) <> 0"
        values += [institution, slug, version, mask]
        if unit is not None:
            where += " AND c.unit_id = %s"
            values.append(unit)
        parts.append(f"SELECT c.id FROM {cases.table} c WHERE {where}")
    for sql, given in exclusion.in_place(actor):
        parts.append(sql)
        values += given
    barred, given = exclusion.barred(actor)
    return " UNION ".join(parts) + barred, values + given
