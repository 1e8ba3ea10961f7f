"""Playing visits through the engine."""

from datetime import date
from typing import Any

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.models import Visit
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.cases.verbs import perform, start

SECRET = "the silver spoon is under the third step"
SHORT = {"kind": "short", "reason": "a rest", "secret": SECRET}
# Each stage and the acts (who, what, fields) that lead to it from the first one.
WAYS: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "asked": [],
    "opened": [("walter", "admit", {})],
    "checked": [("peter", "inspect", {})],
    "hearing": [("peter", "inspect", {}), ("walter", "settle", {})],
    "waiting": [("peter", "inspect", {}), ("walter", "settle", {}), ("karl", "refer", {})],
    "done": [("peter", "inspect", {}), ("walter", "settle", {}), ("walter", "decide", {"verdict": "granted"})],
    "dropped": [("anna", "withdraw", {})],
}


def visit(house: House, who: str = "anna", *, after: float = 0, procedure: Any = Visits, **fields: Any) -> Case:
    """Open a visit; without fields a short one."""
    at = later(after)
    return start(procedure=procedure, action="ask", actor=house.actor(who, at), at=at, fields=SHORT | fields)


def long_visit(house: House, who: str = "anna", host: str = "berta", **fields: Any) -> Case:
    """Open a long visit, which has a host."""
    return visit(house, who, kind="long", host=house.people[host].pk, **fields)


def act(
    house: House, case: Case, action: str, who: str, after: float = 1, *, revision: int | None = None, **fields: Any
) -> Case:
    """Do one act so many hours after the beginning."""
    at = later(after)
    return perform(case=case, action=action, actor=house.actor(who, at), at=at, fields=fields, revision=revision)


def visit_at(house: House, stage: str, who: str = "anna") -> Case:
    """Open a short visit and bring it to a stage."""
    case = visit(house, who)
    for number, (actor, action, fields) in enumerate(WAYS[stage], start=1):
        case = act(house, case, action, actor, number, **fields)
    return case


def record_of(case: Case) -> Visit:
    """Return the record of a visit as it is stored."""
    return Visit.objects.get(pk=case.pk)


def day(hours: float) -> date:
    """Return the day so many hours after the beginning."""
    return later(hours).date()
