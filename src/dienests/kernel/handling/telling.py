"""Telling: a notice for those whom a generic act concerns, in its own transaction; it holds no words of the case."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from dienests.kernel.handling.handler import Handler
from dienests.kernel.handling.held import Held
from dienests.kernel.letters.notice import Notice
from dienests.kernel.parties.mandate import Mandate

OPENER, OFFICE = "opener", "office"


def opener(here: Held) -> None:
    """Tell the person who opened the case, unless an official entered it for somebody else."""
    if here.case.opener_id and any(each.person_id == here.case.opener_id for each in here.participants):
        person(here, here.case.opener_id, OPENER)


def officials(here: Held, readers: frozenset[str]) -> None:
    """Tell who handles the case; while nobody does, the holders of the office whose turn it is, if they read it."""
    handling = Handler.objects.filter(case=here.case, office=here.case.turn).values_list("person", flat=True)
    for each in list(handling) or list(_holders(here, readers)):
        person(here, each, OFFICE)


def person(here: Held, told: UUID, role: str) -> None:
    """Tell one person, save who acted and whom the case excludes."""
    if told != here.actor.person and told not in here.excluded:
        Notice.objects.get_or_create(
            event=here.event, person_id=told,
            defaults={"case": here.case, "role": role, "act": here.act, "at": here.at},
        )  # fmt: skip


def _holders(here: Held, readers: frozenset[str]) -> Iterable[UUID]:
    offices = {here.procedure.roles[name].office for name in readers} & {here.case.turn}
    return Mandate.objects.in_force(here.on).filter(
        Q(office__unit__isnull=True) | Q(office__unit=here.case.unit_id),
        office__slug__in=offices, office__institution=here.case.institution_id,
    ).values_list("person", flat=True)  # fmt: skip
