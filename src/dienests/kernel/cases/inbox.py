"""The inbox: open cases whose turn is an office that the person serves today, one index range each."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.sight import places, visible
from dienests.kernel.cases.statements import columns
from dienests.kernel.procedures.registry import declared

Sql = tuple[str, list[Any]]
Serving = tuple[int, int | None, str]  # institution, unit (None: the whole institution), office


def inbox(actor: Actor | None) -> QuerySet[Case]:
    """Return the open cases that wait for a person, by own office or in place of a holder who is absent or excluded."""
    if actor is None:
        return Case.objects.none()
    turns = Q(pk__in=[])
    for institution, unit, office in serving(actor):
        place = Q(institution=institution, turn=office)
        turns |= place if unit is None else place & Q(unit=unit)
    where, values = party_turn(actor.person)
    turns |= Q(pk__in=RawSQL(where.partition(" IN ")[2], values))
    return visible(actor).filter(turns | exclusion.waiting(actor), closed_at__isnull=True)


def party_turn(person: UUID) -> Sql:
    """Return the condition on a case `c` that its turn is a party of it, such as an adviser, and that this is one."""
    cases, parties = columns(Case).table, columns(Participant)
    sql = (
        f"c.id IN (SELECT p.case_id FROM {parties.table} p INNER JOIN {cases} t ON t.id = p.case_id "
        "WHERE p.person_id = %s AND p.left_at IS NULL AND t.turn = ':' || p.role)"
    )
    return sql, [parties.value("person_id", person)]


def serving(actor: Actor) -> set[Serving]:
    """Return the offices that a person serves today: held ones, and those of absent holders for whom they stand in."""
    own: set[Serving] = {(held.institution, held.unit, held.slug) for held in actor.offices}
    roles = {(role.office, role.stand_in.office) for p in declared() for role in p.roles.values() if role.stand_in}
    return own | {
        (institution, unit, office)
        for office, deputy in roles
        for institution, unit in places(actor)
        if actor.holds(deputy, institution, unit) and actor.is_absent(office, institution, unit)
    }
