"""Awaiting: the open votes of bodies in which a person has not taken part yet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.ballot import Ballot, Recusal, Vote
from dienests.kernel.cases.case import Case
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.procedures.bodies import bodies
from dienests.kernel.procedures.registry import declared
from dienests.kernel.tables.columns import columns


def awaiting(actor: Actor, *, on: date) -> list[Ballot]:
    """Return the open votes that a person has not taken part in, the next sitting first.

    One fixed statement for members, since every desk asks it.
    """
    offices = offices_that_vote()
    seats = [held for held in actor.offices if held.slug in offices]
    if not seats:
        return []
    ballots, cases = columns(Ballot), columns(Case)
    sql, values = _statement(actor, seats, on)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    found = []
    for row in rows:
        ballot: Ballot = ballots.read(row[: len(ballots.names)])
        ballot.case = cases.read(row[len(ballots.names) :])
        found.append(ballot)
    return found


def _statement(actor: Actor, seats: Sequence[HeldOffice], on: date) -> tuple[str, list[Any]]:
    ballots, cases = columns(Ballot), columns(Case)
    person = columns(Vote).value("person_id", actor.person)
    values: list[Any] = [ballots.value("sitting_on", on)]
    places = []
    for held in seats:
        places.append("(b.institution_id = %s AND b.office = %s" + (" AND c.unit_id = %s)" if held.unit else ")"))
        values += [held.institution, held.slug, *([held.unit] if held.unit else [])]
    about, barred = exclusion.not_about(actor)
    sql = (
        f"SELECT {ballots.listed('b')}, {cases.listed('c')} FROM {ballots.table} b "
        f"INNER JOIN {cases.table} c ON c.id = b.case_id "
        "WHERE b.closed_at IS NULL AND b.ended_at IS NULL AND b.sitting_on >= %s AND c.stage = b.stage "
        f"AND ({' OR '.join(places)}) AND NOT EXISTS (SELECT 1 FROM {columns(Recusal).table} r "
        "WHERE r.case_id = b.case_id AND r.body = b.body AND r.person_id = %s) "
        f"AND NOT EXISTS (SELECT 1 FROM {columns(Vote).table} v WHERE v.ballot_id = b.id AND v.person_id = %s)"
        f"{about} ORDER BY b.sitting_on, b.opened_at"
    )
    return sql, [*values, person, person, *barred]


def offices_that_vote() -> frozenset[str]:
    """Return the offices of members of all bodies that decide by ballot."""
    return frozenset(body.office for procedure in declared() for body in bodies(procedure))
