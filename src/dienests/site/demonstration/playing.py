"""Playing stories through the engine, all acts of all cases in the order of their days, as a moved clock."""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dienests.conduct.ethics_reports.facade import EthicsReports, Step
from dienests.kernel.cases import outbox
from dienests.kernel.cases.models import Case
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find
from dienests.site.demonstration.commission import hold_vote, voters
from dienests.site.demonstration.founding import House

Ago = tuple[int, str, str, dict[str, Any]]  # days ago, action, who, fields
OWN_LAST = object()  # stands in a story for the newest case that the acting person has opened


def told(stories: Iterable[Iterable[Ago]], now: datetime) -> list[list[Step]]:
    """Return stories told as days ago as steps."""
    return [[Step(now - timedelta(days=ago), act, who, fields) for ago, act, who, fields in story] for story in stories]


def play(
    house: House, stories: Sequence[Sequence[Step]], *, procedure: type[Procedure] = EthicsReports,
    between: Iterable[datetime] = (),
) -> None:  # fmt: skip
    """Play the stories in one institution; each becomes one case, with the breach case that may follow.

    `between` plays something else between the acts: it yields the moment of what it is about to do.
    """
    other = iter(between)
    due = next(other, None)
    cases: dict[int, Case] = {}
    steps = [(number, step) for number, story in enumerate(stories) for step in story]
    for number, step in sorted(steps, key=lambda each: each[1].at):  # stable: acts of one moment keep their order
        while due and due <= step.at:
            due = next(other, None)
        actor = house.acting(step.who, step.at)
        fields = {name: _value(value, actor.person) for name, value in step.fields.items()}
        act: dict[str, Any] = {"action": step.action, "actor": actor, "at": step.at, "fields": fields}
        if number not in cases:
            cases[number] = start(procedure=procedure, institution=house.institution.pk, **act)
        else:
            case = cases[number] if step.action in procedure.actions else cases[number].children.get()
            if find(case.procedure, case.version).actions[step.action].by.ballot:
                hold_vote(case, step.action, presiding=actor, there=voters(case, step.at)[:3], at=step.at)
            perform(case=case, **act)
        if _leaves_effects(procedure, step.action):
            outbox.run_pending(at=step.at)
    deque(other, maxlen=0)


def _leaves_effects(procedure: type[Procedure], action: str) -> bool:
    declared = procedure.actions.get(action)
    # An act of the breach case may end it, and the report then goes on.
    then = declared.follows if declared else None
    return then is None or bool(then.opens or then.sends or then.notifies)


def _value(value: Any, person: UUID) -> Any:
    if value is OWN_LAST:
        return Case.objects.filter(opener=person, procedure=EthicsReports.slug).latest("opened_at")
    return value
