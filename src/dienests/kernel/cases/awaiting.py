"""Awaiting: the open votes of bodies in which a person has not taken part yet."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.ballot import Ballot
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import visible
from dienests.kernel.procedures.bodies import bodies
from dienests.kernel.procedures.registry import declared


def awaiting(actor: Actor, *, on: date) -> list[Ballot]:
    """Return the open votes that a person has not taken part in, the next sitting first; none for most people.

    One query for members of a body, and one more where a vote is open.
    """
    places = [
        Q(institution=held.institution, office=held.slug) for held in actor.offices if held.slug in offices_that_vote()
    ]
    if not places:
        return []
    found = Ballot.objects.filter(reduce(or_, places), closed_at=None, ended_at=None, sitting_on__gte=on)
    found = found.exclude(votes__person=actor.person).select_related("case").order_by("sitting_on", "opened_at")
    mine = [each for each in found if each.case.stage == each.stage]
    seen = set(visible(actor, among=[each.case_id for each in mine]).values_list("pk", flat=True)) if mine else set()
    recused = _recused(actor, mine) if mine else set()
    return [each for each in mine if each.case_id in seen and (each.case_id, each.body) not in recused]


def _recused(actor: Actor, ballots: list[Ballot]) -> set[tuple[Any, str]]:
    cases = Case.objects.filter(pk__in=[each.case_id for each in ballots], recusals__person=actor.person)
    return set(cases.values_list("pk", "recusals__body"))


def offices_that_vote() -> frozenset[str]:
    """Return the offices of members of all bodies that decide by ballot."""
    return frozenset(body.office for procedure in declared() for body in bodies(procedure))
