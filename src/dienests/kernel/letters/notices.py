"""Notices: the effect `notifies` tells those who fill a role; they find it under "My cases" and in the case."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.outbox import handles
from dienests.kernel.letters.notice import Notice
from dienests.kernel.log.events import Event
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.generic import label_of
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Role


def register() -> None:
    """Make the handler known to the outbox."""
    handles("notifies")(notifies)


def notifies(effect: Effect) -> None:
    """Tell everybody who fills the role, once per act; whom the case excludes is not told, nor is who acted."""
    case, procedure = effect.case, find(effect.case.procedure, effect.case.version)
    event, role = Event.objects.get(pk=effect.event), procedure.roles[effect.what]
    told = set(Notice.objects.filter(event=effect.event).values_list("person", flat=True))
    left_out = told | exclusion.people(procedure, case) | _acted(event, case)
    for person in dict.fromkeys(_filling(role, case, local_date(event.at))):
        if person not in left_out:
            Notice.objects.create(
                event=event.pk, case=case, person_id=person, role=role.name, act=event.act, at=event.at
            )  # fmt: skip


def _filling(role: Role, case: Case, on: date) -> Iterable[UUID]:
    """Return who fills a role: participants of the case, or the holders of the office that covers it."""
    if role.relation:
        taking_part = case.participants.filter(role=role.name, left_at__isnull=True, person__isnull=False)
        return taking_part.order_by("pk").values_list("person", flat=True)
    held = Mandate.objects.in_force(on).filter(
        Q(office__unit__isnull=True) | Q(office__unit=case.unit_id),
        office__slug=role.office, office__institution=case.institution_id,
    )  # fmt: skip
    return held.order_by("pk").values_list("person", flat=True)


def _acted(event: Event, case: Case) -> set[UUID]:
    by_office = Mandate.objects.filter(pk__in=[event.mandate]).values_list("person", flat=True)
    by_relation = case.participants.filter(pk__in=[event.participant]).values_list("person", flat=True)
    return {person for person in (*by_office, *by_relation) if person is not None}


def unseen(person: UUID, cases: Iterable[Case]) -> dict[UUID, list[Label]]:
    """Return what is new for a person in some cases, as the labels of the acts, oldest first: one query."""
    known = {case.pk: find(case.procedure, case.version) for case in cases}
    found: dict[UUID, list[Label]] = {}
    for notice in new(person).filter(case__in=known).order_by("at", "pk"):
        found.setdefault(notice.case_id, []).append(label_of(known[notice.case_id], notice.act))
    return found


def new(person: UUID) -> QuerySet[Notice]:
    """Return the notices that a person has not seen."""
    return Notice.objects.filter(person=person, seen_at__isnull=True)


@transaction.atomic
def see(*, person: UUID, case: Case, at: datetime) -> int:
    """Record that a person has opened the case, and so seen what was new in it; return how much that was."""
    return new(person).filter(case=case, at__lte=at).update(seen_at=at)
