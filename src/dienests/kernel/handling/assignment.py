"""Assignment: an official takes a case on, gives it back, or has it assigned to somebody of the same office."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.statements import columns
from dienests.kernel.handling import telling
from dienests.kernel.handling.handler import Handler
from dienests.kernel.handling.held import Done, Held, held
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.parties.absence import Absence
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.roles import Role

Sql = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Handling:
    """Who handles a case just now; `left` and `absent` say that the person does not, whatever is written."""

    person: UUID
    name: str
    since: datetime
    left: bool
    absent: bool

    @property
    def active(self) -> bool:
        """Say whether the person is there to handle it."""
        return not (self.left or self.absent)


def take(*, case: UUID, actor: Actor, at: datetime, submission: UUID) -> None:
    """Take a case on whose turn is one's own office; raises Refusal where somebody who is there handles it already."""
    try:
        with held(case=case, act="take_case", actor=actor, at=at, submission=submission) as here:
            office = _serving(here)
            _free_for(here, office)
            _set(here, actor.person, office.mandate, by=office)
    except Done:
        return


def assign(*, case: UUID, actor: Actor, at: datetime, mandate: UUID, submission: UUID) -> None:
    """Assign a case to a holder of the office whose turn it is; who handles it, or leads there, may do so."""
    try:
        with held(case=case, act="assign_case", actor=actor, at=at, submission=submission) as here:
            office = _serving(here, leading=True)
            _free_for(here, office)
            chosen = candidates(here.case, on=here.on).filter(pk=mandate).exclude(person__in=here.excluded).first()
            if chosen is None:
                wrong = _("Choose one of those who serve this office today.")
                raise Refusal(wrong, kind="fields", fields={"to": wrong})
            _set(here, chosen.person_id, chosen.pk, by=office)
            telling.person(here, chosen.person_id, telling.OFFICE)
    except Done:
        return


def give_back(*, case: UUID, actor: Actor, at: datetime, submission: UUID) -> None:
    """Give a case back to its office, so that a colleague may take it on."""
    try:
        with held(case=case, act="return_case", actor=actor, at=at, submission=submission) as here:
            office = _serving(here, leading=True)
            if handling(here.case, on=here.on) is None:
                raise Refusal(_("Nobody handles this case just now."), kind="stage")
            _free_for(here, office)
            Handler.objects.filter(case=here.case, office=here.case.turn).delete()
            here.log(ActorRef(mandate=office.mandate), {"office": here.case.turn})
    except Done:
        return


def handling(case: Case, *, on: date) -> Handling | None:
    """Return who handles a case while it is the turn of an office; one query."""
    if not case.turn:
        return None
    mandates = Mandate.objects.in_force(on).filter(person=OuterRef("person"), office__institution=case.institution_id)
    away = Absence.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), person=OuterRef("person"), institution=case.institution_id,
        valid_from__lte=on,
    )  # fmt: skip
    found = Handler.objects.filter(case=case, office=case.turn).select_related("person")
    row = found.annotate(still=Exists(mandates.filter(pk=OuterRef("mandate"))), away=Exists(away)).first()
    return Handling(row.person_id, row.person.name, row.since, not row.still, row.away) if row else None


def candidates(case: Case, *, on: date) -> QuerySet[Mandate]:
    """Return the mandates of those who may handle a case: the office whose turn it is, but nobody's own matter."""
    parties = case.participants.filter(left_at__isnull=True, person__isnull=False).values("person")
    return Mandate.objects.in_force(on).filter(
        Q(office__unit__isnull=True) | Q(office__unit=case.unit_id),
        office__slug=case.turn, office__institution=case.institution_id,
    ).exclude(person__in=parties).select_related("person")  # fmt: skip


def of_person(person: UUID) -> Sql:
    """Return the condition on a case `c` of a list that this person handles it while it is the office's turn."""
    key, table = columns(Handler).value("person_id", person), columns(Handler).table
    return (
        f" AND c.id IN (SELECT h.case_id FROM {table} h WHERE h.person_id = %s)"
        f" AND EXISTS (SELECT 1 FROM {table} h WHERE h.case_id = c.id AND h.office = c.turn AND h.person_id = %s)",
        [key, key],
    )


def of_nobody() -> Sql:
    """Return the condition on a case `c` of a list that nobody handles it; one look into an index for each case."""
    table = columns(Handler).table
    return f" AND NOT EXISTS (SELECT 1 FROM {table} h WHERE h.case_id = c.id AND h.office = c.turn)", []


def _serving(here: Held, *, leading: bool = False) -> HeldOffice:
    """Return the office under which the person serves the turn of the case today; with `leading`, or leads there."""
    office, case = here.official(), here.case
    here.open_only()
    leads = here.leads() if leading else None
    if leads is None and not inbox(here.actor).filter(pk=case.pk).exists():
        raise Refusal(_("The case waits for another office; only those who serve it take it on."), kind="right")
    return leads or here.actor.holds(case.turn, case.institution_id, case.unit_id) or _deputy(here) or office


def _deputy(here: Held) -> HeldOffice | None:
    roles: list[Role] = [role for role in here.procedure.roles.values() if role.office == here.case.turn]
    deputies = (role.stand_in.office for role in roles if role.stand_in)
    held_ = (here.actor.holds(slug, here.case.institution_id, here.case.unit_id) for slug in deputies)
    return next((each for each in held_ if each), None)


def _free_for(here: Held, office: HeldOffice) -> None:
    """Refuse while somebody else who is there handles the case, save to who leads."""
    now = handling(here.case, on=here.on)
    if now is None or now.person == here.actor.person or not now.active or office.leads:
        return
    sentence = _("{who} handles this case; ask for it to be given back or assigned to you.")
    raise Refusal(format_lazy(sentence, who=now.name), kind="right")


def _set(here: Held, person: UUID, mandate: UUID, *, by: HeldOffice) -> None:
    Handler.objects.update_or_create(
        case=here.case, office=here.case.turn,
        defaults={"person_id": person, "mandate": mandate, "since": here.at},
    )  # fmt: skip
    here.log(ActorRef(mandate=by.mandate), {"office": here.case.turn, "handler": mandate})
