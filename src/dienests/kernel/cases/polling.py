"""Polling: the votes of bodies on a case, shown to their members and to who presides."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import decisions
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.poll import Poll
from dienests.kernel.cases.presiding import choices_of, presiding
from dienests.kernel.procedures.bodies import bodies
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.roles import Group


def polls(case: Case, procedure: type[Procedure], record: Any, actor: Actor, *, at: datetime) -> Iterator[Poll]:
    """Yield how the votes of this stage stand, to members of the body and to who presides; nothing to others."""
    if case.stage not in procedure.plan.voting or case.closed_at:
        return
    for body in bodies(procedure):
        choices = choices_of(body, case, procedure, record)
        if not choices:
            continue
        presides = _presides(body, case, procedure, record, actor, at=at)
        if presides or belongs(actor, body, case.institution_id, case.unit_id):
            ballot = decisions.live(case, body)
            yield Poll(body, ballot, choices, presides, case, procedure, actor.person, local_date(at))


def belongs(actor: Actor, body: Group, institution: int, unit: int | None) -> bool:
    """Say whether a person is a member or a substitute of a body today."""
    offices = [body.office, body.substitutes.office] if body.substitutes else [body.office]
    return any(actor.holds(office, institution, unit) for office in offices)


def _presides(
    body: Group, case: Case, procedure: type[Procedure], record: Any, actor: Actor, *, at: datetime
) -> bool:  # fmt: skip
    try:
        presiding(body, case, procedure, record, actor, at=at)
    except Refusal:
        return False
    return True
