"""Correcting: the last act of a case was wrong; a new act says so and brings the case back to where it stood before.

History stays as it is: the wrong event remains, its words are kept beside, and the state is restored by a new event.
"""

from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.relations import relations
from dienests.kernel.cases.rights import capacity_in, in_place
from dienests.kernel.handling import past, restoring, telling
from dienests.kernel.handling.correction import Correction
from dienests.kernel.handling.held import Done, Held, held
from dienests.kernel.handling.reasons import Why
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.generic import GENERIC
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal

ACT = past.CORRECTION
GONE_OUT = {
    "sends": _("its letter has gone out: correct it by a new decision, and reopen the case for that if it is closed"),
    "opens": _("a case was opened by it: decide there what becomes of it"),
    "after": _("the case above has gone on since: act there"),
}


def correct(
    *, case: UUID, actor: Actor, at: datetime, position: int, reasons: str, basis: str, submission: UUID
) -> None:
    """Take back the act at `position` of a case, which must be the last one that still holds; with reasons and basis.

    Who may do the act corrects it, or an official who sees the case and leads there. Raises Refusal where something has
    gone out already, and says what to do instead.
    """
    why = Why.given(reasons, basis)
    try:
        with held(case=case, act=ACT, actor=actor, at=at, submission=submission, runs=True) as here:
            events = past.events(here.case)
            wrong, action = _target(here.procedure, events, position)
            by = _who(here, action)
            _nothing_gone_out(wrong)
            kept = restoring.fields(here, action, wrong, events)
            restoring.terms(here, action, wrong, events)
            restoring.standing(here, wrong, events)
            here.log(
                by, {"corrects": wrong.position, "act": wrong.act, "fields": sorted(kept)} | why.payload,
                basis=why.basis, stage=wrong.from_state,
            )  # fmt: skip
            Correction.objects.create(
                event=here.event, case=here.case, corrects=wrong.pk, mandate=by.mandate, at=at, kept=kept, **why.columns
            )
            telling.opener(here)
    except Done:
        return


def last(procedure: type[Procedure], events: list[Event]) -> Event | None:
    """Return the act of a case that may be corrected: the last declared one that holds, unless it opened the case."""
    found = [event for event in past.in_force(events) if event.act in procedure.actions]
    event = found[-1] if found else None
    return None if event is None or procedure.actions[event.act].starts_case else event


def _target(procedure: type[Procedure], events: list[Event], position: int) -> tuple[Event, Action]:
    asked = next((event for event in events if event.position == position), None)
    if asked is None:
        raise Refusal(_("There is no such act in this case."), kind="stage")
    if asked.act in GENERIC:
        raise Refusal(_("This cannot be corrected itself: do the act anew, as it should have been."), kind="stage")
    wrong = last(procedure, events)
    if wrong is None or wrong.position != position:
        raise Refusal(
            _("Only the last act that still holds can be corrected; correct the later one first."), kind="stage"
        )
    later = (event for event in past.in_force(events) if event.position > position and event.act != ACT)
    if any(event.from_state != event.to_state for event in later):
        raise Refusal(_("The case was moved since, so this act cannot be taken back."), kind="stage")
    return wrong, procedure.actions[wrong.act]


def _who(here: Held, action: Action) -> ActorRef:
    excluded, case, record = here.excluded, here.case, here.found.record
    own = relations(here.actor.person, here.procedure, case)
    capacity = capacity_in(here.actor, action.by, case, record, at=here.at, own=own)
    capacity = capacity or in_place(here.actor, action.by, case, excluded, at=here.at)
    if capacity is not None:
        if action.by.relation:
            mine = next(each for each in here.participants if each.person_id == here.actor.person)
            return capacity.ref(mine.pk)
        return capacity.ref()
    leads = here.leads()
    if leads is None:
        here.official()  # who does not see the case learns nothing of it
        sentence = _("“{act}” is corrected by who may do it ({role}), or by who leads there.")
        raise Refusal(format_lazy(sentence, act=action.label, role=action.by.label), basis=action.basis, kind="right")
    return ActorRef(mandate=leads.mandate)


def _nothing_gone_out(wrong: Event) -> None:
    for kind in Effect.objects.filter(event=wrong.pk).values_list("kind", flat=True):
        if kind in GONE_OUT:
            sentence = _("This act cannot be taken back: {why}.")
            raise Refusal(format_lazy(sentence, why=GONE_OUT[kind]), kind="effects")


def reasons_of(case: UUID) -> dict[UUID, str]:
    """Return the reasons of the corrections and reopenings of a case, by their own event."""
    return dict(Correction.objects.filter(case=case).values_list("event", "reasons"))
