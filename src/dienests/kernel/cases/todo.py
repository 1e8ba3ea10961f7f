"""What a person may do in a case, and why not the rest: the same checks as the act itself, without a lock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import rights
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.relations import relations
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import system


@dataclass(frozen=True, slots=True)
class Possible:
    """An action of the stage in which the case stands; `refusal` says why this person may not do it."""

    action: Action
    refusal: Refusal | None

    @property
    def allowed(self) -> bool:
        """Say whether the person may do it now."""
        return self.refusal is None


def todo(case: Case, record: Any, actor: Actor, *, at: datetime) -> list[Possible]:
    """Return every action that leaves the case's stage, allowed ones first."""
    procedure = find(case.procedure, case.version)
    stage = procedure.stages[case.stage]
    own = relations(actor.person, procedure, case).keys()
    found = [
        Possible(action, _refusal(actor, procedure, action, case, record, at=at, own=own))
        for action in procedure.actions.values()
        if not action.starts_case and action.leaves(stage) and action.by is not system
    ]
    return sorted(found, key=lambda possible: not possible.allowed)


def _refusal(
    actor: Actor, procedure: type[Procedure], action: Action, case: Case, record: Any, *, at: datetime,
    own: Collection[str],
) -> Refusal | None:  # fmt: skip
    try:
        rights.may_perform(actor, procedure, action, case, record, at=at, own=own)
    except Refusal as refusal:
        return refusal
    return None
