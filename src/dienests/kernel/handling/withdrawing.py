"""Withdrawing: whoever opened a case wants it no longer; what follows is what the procedure declares."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.running import Running
from dienests.kernel.handling import past, telling
from dienests.kernel.handling.held import Done, Held, held
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.log.events import Event
from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.earlier import term_of
from dienests.kernel.procedures.generic import WITHDRAWN
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal

ACT = "withdraw_case"


def withdraw(*, case: UUID, actor: Actor, at: datetime, submission: UUID) -> None:
    """Withdraw a case as its opener while no decision is taken: it is closed, or the wish is recorded and it goes on.

    Raises Refusal with the basis where the procedure, a decision or an earlier withdrawal stands against it.
    """
    try:
        with held(case=case, act=ACT, actor=actor, at=at, submission=submission, runs=True) as here:
            who = here.opener()
            refusal = stands_against(here.procedure, here.case, past.events(here.case))
            if refusal is not None:
                raise refusal
            basis = here.procedure.withdrawal.basis
            stage = _close(here) if here.procedure.withdrawal.closes else ""
            written = str(basis) if isinstance(basis, Basis) else ""
            here.log(ActorRef(participant=who.pk), {}, basis=written, stage=stage)
            telling.officials(here, frozenset(here.procedure.plan.bits))
    except Done:
        return


def stands_against(procedure: type[Procedure], case: Case, events: list[Event]) -> Refusal | None:
    """Return why a case cannot be withdrawn now, or None; `events` are its events, oldest first."""
    declared = procedure.withdrawal
    basis = declared.basis if isinstance(declared.basis, Basis) else None
    if case.closed_at:
        return Refusal(_("The case is closed; there is nothing left to withdraw."), kind="stage")
    if not declared.allowed:
        sentence = _("This cannot be withdrawn: {why}.")
        return Refusal(format_lazy(sentence, why=declared.interpretation), basis=basis, kind="condition")
    since = past.since_reopened(events)
    if any(event.act == ACT for event in since):
        return Refusal(_("You have withdrawn this already; the case goes on all the same."), basis=basis, kind="stage")
    for event in past.in_force(since):
        act = procedure.actions.get(event.act)
        if act is not None and act.follows.sends:
            sentence = _("A decision was taken on it (“{act}”), so it cannot be withdrawn; contest the decision.")
            return Refusal(format_lazy(sentence, act=act.label), basis=act.basis, kind="stage")
    return None


def _close(here: Held) -> str:
    Running(here.cursor, here.found, on=here.on).end(partial(term_of, here.procedure))
    here.stand |= {"closed_at": here.at, "due": None, "provisional": False}
    return WITHDRAWN.name
