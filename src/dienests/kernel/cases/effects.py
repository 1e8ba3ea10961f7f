"""What an act asks of other packages: a letter, notices, a sub-case, the next act of the case above."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.statements import Cursor, columns
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure


class Wanted(NamedTuple):
    """One effect: its kind and what it is about."""

    kind: str
    what: str


def wanted(procedure: type[Procedure], action: Action, case: Case) -> list[Wanted]:
    """Return the effects of an act that has just brought the case to its stage."""
    found = []
    if action.follows.opens:
        found.append(Wanted("opens", action.name))
    if action.follows.sends:
        found.append(Wanted("sends", action.follows.sends.name))
    found += [Wanted("notifies", role.name) for role in action.follows.notifies]
    if case.closed_at and case.parent_id:
        found.append(Wanted("after", procedure.slug))
    return found


def write(
    cursor: Cursor, procedure: type[Procedure], action: Action, case: Case, *, event: UUID, at: datetime
) -> list[Wanted]:
    """Write the effects of an act into the outbox, in the act's own transaction, and return them."""
    found = wanted(procedure, action, case)
    for effect in found:
        row = {"event": event, "case_id": case.id, "kind": effect.kind, "what": effect.what, "written_at": at}
        columns(Effect).insert(cursor, row | {"not_before": at, "attempts": 0, "failure": "", "done_at": None})
    return found
