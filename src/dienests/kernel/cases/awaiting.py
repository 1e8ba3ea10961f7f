"""Awaiting: the open votes of bodies in which a person has not taken part yet."""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.ballot import Ballot, Recusal
from dienests.kernel.procedures.bodies import bodies
from dienests.kernel.procedures.registry import declared


def awaiting(actor: Actor, *, on: date) -> list[Ballot]:
    """Return the open votes that a person has not taken part in, the next sitting first; one query for members."""
    offices = offices_that_vote()
    places = [
        Q(institution=held.institution, office=held.slug, **({"case__unit": held.unit} if held.unit else {}))
        for held in actor.offices
        if held.slug in offices
    ]
    if not places:
        return []
    recused = Recusal.objects.filter(case=OuterRef("case"), body=OuterRef("body"), person=actor.person)
    found = Ballot.objects.filter(
        ~Exists(recused), reduce(or_, places), closed_at=None, ended_at=None, sitting_on__gte=on,
        case__stage=F("stage"),
    ).exclude(votes__person=actor.person)  # fmt: skip
    for about in exclusion.about(actor):
        found = found.exclude(case_id__in=about)
    return list(found.select_related("case").order_by("sitting_on", "opened_at"))


def offices_that_vote() -> frozenset[str]:
    """Return the offices of members of all bodies that decide by ballot."""
    return frozenset(body.office for procedure in declared() for body in bodies(procedure))
