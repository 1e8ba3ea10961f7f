"""Awaiting: the open votes of bodies in which a person has not taken part yet."""

from datetime import date
from typing import Any

from django.db import connection

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.ballot import Ballot, Recusal, Vote
from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.bodies import bodies
from dienests.kernel.procedures.registry import declared
from dienests.kernel.tables.columns import columns


def awaiting(actor: Actor, *, on: date) -> list[Ballot]:
    """Return the open votes that a person has not taken part in, the next sitting first.

    One fixed statement for members, since every desk asks it, and one more where a vote is awaited.
    """
    keys = _keys(actor, on)
    if not keys:
        return []
    found = Ballot.objects.filter(pk__in=keys).select_related("case")
    return sorted(found, key=lambda each: (each.sitting_on, each.opened_at))


def _keys(actor: Actor, on: date) -> list[Any]:
    offices = offices_that_vote()
    seats = [held for held in actor.offices if held.slug in offices]
    if not seats:
        return []
    ballots, person = columns(Ballot), columns(Vote).value("person_id", actor.person)
    values: list[Any] = [ballots.value("sitting_on", on)]
    places = []
    for held in seats:
        places.append("(b.institution_id = %s AND b.office = %s" + (" AND c.unit_id = %s)" if held.unit else ")"))
        values += [held.institution, held.slug, *([held.unit] if held.unit else [])]
    about, barred = exclusion.not_about(actor)
    sql = (
        f"SELECT b.id FROM {ballots.table} b INNER JOIN {columns(Case).table} c ON c.id = b.case_id "
        "WHERE b.closed_at IS NULL AND b.ended_at IS NULL AND b.sitting_on >= %s AND c.stage = b.stage "
        f"AND ({' OR '.join(places)}) AND NOT EXISTS (SELECT 1 FROM {columns(Recusal).table} r "
        "WHERE r.case_id = b.case_id AND r.body = b.body AND r.person_id = %s) "
        f"AND NOT EXISTS (SELECT 1 FROM {columns(Vote).table} v WHERE v.ballot_id = b.id AND v.person_id = %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql + about, [*values, person, person, *barred])
        return [Ballot._meta.pk.to_python(row[0]) for row in cursor.fetchall()]


def offices_that_vote() -> frozenset[str]:
    """Return the offices of members of all bodies that decide by ballot."""
    return frozenset(body.office for procedure in declared() for body in bodies(procedure))
