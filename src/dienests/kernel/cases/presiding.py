"""Presiding: who calls and closes votes of a body, what there is to vote on, and the body's own stream in the log."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion, rights
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.locking import absent
from dienests.kernel.log.entry import ActorRef, Stream
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import append
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Group


def choices_of(body: Group, case: Case, procedure: type[Procedure], record: Any) -> list[Action]:
    """Return what a body may decide now: its actions of the stage that the matter allows."""
    stage = procedure.stages[case.stage]
    acts = (act for act in procedure.actions.values() if act.by is body and not act.starts_case and act.leaves(stage))
    return [act for act in acts if act.when is None or act.when.holds(record)]


def presiding(
    body: Group, case: Case, procedure: type[Procedure], record: Any, actor: Actor, *, at: datetime
) -> UUID:  # fmt: skip
    """Return the mandate under which a person presides, as the office that records acts or in its place."""
    excluded = exclusion.people(procedure, case, record)
    if actor.person in excluded:
        raise absent()
    capacity = rights.capacity_in(actor, body, case, record, at=at, own=())
    capacity = capacity or rights.in_place(actor, body, case, excluded, at=at)
    if capacity is None or capacity.mandate is None:
        sentence = format_lazy(_("Only this role calls and closes votes: {role}."), role=body.recorded_by.label)
        raise refusal(body, sentence, kind="right")
    return capacity.mandate


def locked(case: UUID) -> tuple[Case, type[Procedure], Any]:
    """Return a case with its procedure and record, locked until the end of the transaction."""
    found = Case.objects.select_for_update().get(pk=case)
    procedure = find(found.procedure, found.version)
    record = procedure.record.objects.get(pk=found.pk)
    record.case, vars(found)["record"] = found, record
    return found, procedure, record


def stream(case: UUID, body: Group) -> Stream:
    """Return the stream of a body's votes and recusals in one case."""
    return Stream("ballot", uuid5(case, f"ballot:{body.name}"))


def log(case: UUID, body: Group, act: str, mandate: UUID, told: dict[str, Any], *, at: datetime) -> Event:
    """Append one event to the stream of a body in a case."""
    return append(
        stream=stream(case, body), act=act, at=at, actor=ActorRef(mandate=mandate), payload=told, basis=str(body.basis)
    )


def refusal(body: Group, sentence: Label, *, kind: str = "ballot", field: str = "") -> Refusal:
    """Return a refusal on the paragraph of the body, at a field of its form where one is named."""
    told = format_lazy(sentence, body=body.label)
    return Refusal(told, basis=body.basis, kind=kind, fields={field: told} if field else None)
