"""Reopening: a closed case goes back to the stage in which it was last open, with reasons and a basis."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.rights import capacity_in, in_place
from dienests.kernel.handling import past, telling
from dienests.kernel.handling.correction import Correction
from dienests.kernel.handling.held import Done, Held, held
from dienests.kernel.handling.reasons import Why
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal

ACT = past.REOPENING


def reopen(*, case: UUID, actor: Actor, at: datetime, reasons: str, basis: str, submission: UUID) -> None:
    """Reopen a closed case; no term starts again, so it stands last in the inbox until an act starts one.

    Who may decide in the stage to which it returns reopens it, or an official who sees the case and leads there.
    """
    why = Why.given(reasons, basis)
    try:
        with held(case=case, act=ACT, actor=actor, at=at, submission=submission) as here:
            by = ActorRef(mandate=here.official().mandate)
            if not here.case.closed_at:
                raise Refusal(_("The case is open; there is nothing to reopen."), kind="stage")
            ending = ended(here.procedure, past.events(here.case))
            if ending is None:
                raise Refusal(_("The case was closed as soon as it was opened; open a new one."), kind="stage")
            by = _who(here, ending) or by
            if Effect.objects.filter(case=here.case, kind="after", done_at__isnull=False).exists():
                raise Refusal(_("The case above has gone on since: act there."), kind="effects")
            here.stand |= {"closed_at": None, "due": None, "provisional": False}
            here.log(by, why.payload, basis=why.basis, stage=ending.from_state)
            Correction.objects.create(event=here.event, case=here.case, mandate=by.mandate, at=at, **why.columns)
            telling.opener(here)
    except Done:
        return


def ended(procedure: type[Procedure], events: list[Event]) -> Event | None:
    """Return the event that closed a case; None where it was never open."""
    found = [event for event in past.in_force(events) if event.from_state and procedure.stages[event.to_state].ends]
    closing = [event for event in found if not procedure.stages[event.from_state].ends]
    return closing[-1] if closing else None


def _who(here: Held, ending: Event) -> ActorRef:
    """Return as whom the person reopens: the role of an act of that stage, or who leads there."""
    stage = here.procedure.stages[ending.from_state]
    for action in here.procedure.actions.values():
        if not action.starts_case and action.leaves(stage) and not action.by.relation:
            ref = _as(here, action)
            if ref is not None:
                return ref
    leads = here.leads()
    if leads is None:
        raise Refusal(
            _("A case is reopened by those who decide in its last open stage, or who lead there."), kind="right"
        )
    return ActorRef(mandate=leads.mandate)


def _as(here: Held, action: Action) -> ActorRef | None:
    capacity = capacity_in(here.actor, action.by, here.case, here.found.record, at=here.at, own=())
    capacity = capacity or in_place(here.actor, action.by, here.case, here.excluded, at=here.at)
    return capacity.ref() if capacity else None
