"""The verbs of the engine: `start` opens a case, `perform` does an act, `todo` says who may do what.

Each act is one transaction: the case is locked with its record, stage and right are checked again after the lock,
the change is guarded by the revision, one event is chained to the last, effects are written for afterwards.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import gates, outbox, rights
from dienests.kernel.cases.act import Act
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.links import links
from dienests.kernel.cases.locking import Wanted, lock
from dienests.kernel.cases.opening import open_case
from dienests.kernel.cases.todo import todo
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find

__all__ = ["perform", "start", "todo"]


def start(
    *, procedure: type[Procedure], action: str, actor: Actor, at: datetime, fields: Mapping[str, Any] | None = None,
    institution: int | None = None, submission: UUID | None = None,
) -> Case:  # fmt: skip
    """Open a case and return it; a second call with the same `submission` by the same person returns the first case.

    Raises Refusal when the person may not, or when a field is unknown, missing or wrong.
    """
    declared = _action(procedure, action)
    if not declared.starts_case:
        raise Refusal(_("This act opens no case; open the case and do it there."), basis=declared.basis)
    done = _submitted(submission, actor)
    if done:
        return done
    capacity = rights.may_start(actor, procedure, declared, institution=institution)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            opened = open_case(
                cursor, procedure=procedure, action=declared, capacity=capacity, opener=actor.person,
                fields=fields or {}, at=at, submission=submission,
            )  # fmt: skip
            if opened.effects_wait:
                _afterwards(at)
    except IntegrityError:
        done = _submitted(submission, actor)  # the same form arrived twice at once: the other one won
        if done is not None:
            return done
        if submission and Case.objects.filter(submission=submission).exists():
            raise Refusal(_("This form was already sent by somebody else; open the form anew.")) from None
        raise
    return opened.case


def perform(
    *, case: Case, action: str, actor: Actor | None, at: datetime, fields: Mapping[str, Any] | None = None,
    revision: int | None = None,
) -> Case:  # fmt: skip
    """Do one act in a case and return the fresh case; `actor` None is the machine.

    `revision` is what the person saw: when the case has moved on since, the act is refused and says who did what.
    Raises Refusal with a sentence and the paragraph when the act may not be done.
    """
    procedure = find(case.procedure, case.version)
    declared = _action(procedure, action)
    on, person, given = local_date(at), actor.person if actor else None, fields or {}
    model = declared.follows.adds or procedure.record
    named = links(declared, model, given, institution=case.institution_id, person=person, on=on)
    with transaction.atomic(), connection.cursor() as cursor:
        wanted = Wanted(declared.follows.parameters, bool(declared.follows.terms), person, declared.by.name, named)
        found = lock(cursor, procedure.record, case.id, wanted, at=at, on=on)
        own = {declared.by.name} if found.participant else ()
        capacity = rights.may_perform(
            actor, procedure, declared, found.case, found.record, at=at, own=own, seen=revision
        )
        if actor is not None:
            gates.pass_through(procedure, declared, found.case, at=at)
        act = Act(cursor, procedure, declared, found, capacity, at=at, on=on, person=person)
        act.carry_out(given)
        if found.effects_wait or act.effects:
            _afterwards(at)
    return Case.objects.get(pk=case.pk) if act.effects else found.case


def _afterwards(at: datetime) -> None:
    # Robust: the act is done and stays done; what its effects meet must not look as if the act had failed.
    transaction.on_commit(partial(outbox.run_pending, at=at), robust=True)


def _action(procedure: type[Procedure], name: str) -> Action:
    try:
        return procedure.actions[name]
    except KeyError:
        unknown = _("This procedure knows no such act; go back to the case and choose one that is offered.")
        raise Refusal(unknown) from None


def _submitted(submission: UUID | None, actor: Actor) -> Case | None:
    if submission is None:
        return None
    return Case.objects.filter(submission=submission, opener=actor.person).first()
