"""The council of the guest house: its members, its by-laws, and motions before it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from dienests.kernel.cases.ballot import Ballot
from dienests.kernel.cases.balloting import call_vote, close_vote, vote
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.motions import Motions
from dienests.kernel.cases.tests.house.people import LONG_AGO, House, later
from dienests.kernel.cases.tests.house.playing import act
from dienests.kernel.cases.verbs import start
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import establish_office
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Group

MORE = ("anna", "berta", "karl")  # who sits in the council besides walter, the warden, and kora
COUNCIL = ("walter", "kora", *MORE)
BY_LAWS = {"quorum": "more_than_half", "majority": "more_than_half_of_present", "tie": "chair"}
TODAY = later(0).date()


def body(procedure: Any = Motions) -> Group:
    """Return the council as a procedure declares it."""
    found = procedure.roles["council"]
    assert isinstance(found, Group)
    return found


def seat(house: House, *names: str, office: str = "councillor", since: date = LONG_AGO) -> None:
    """Appoint people to the council, or as its substitutes."""
    if (office, "") not in house.offices:
        house.offices[office, ""] = establish_office(
            institution=house.institution, slug=office, title_lv=office, title_en=office, basis="order 1", by=SYSTEM,
            at=later(0),
        )  # fmt: skip
    for name in names:
        appoint(
            office=house.offices[office, ""], person=house.people[name], valid_from=since, order_number="2",
            by=SYSTEM, at=later(0),
        )  # fmt: skip


def set_by_laws(house: House, **values: str) -> None:
    """Set the by-laws of the council from long ago."""
    for what, value in values.items():
        set_parameter(
            institution=house.institution, slug=f"councillor.{what}", value=value, basis="by-laws 1",
            valid_from=LONG_AGO, by=SYSTEM, at=later(0),
        )  # fmt: skip


def motion(house: House, who: str = "peter", *, procedure: Any = Motions, **fields: Any) -> Case:
    """Bring a motion before the council."""
    if ("employee", "") not in house.offices:
        seat(house, "peter", "paula", office="employee")
    given = {"wish": "a new door"} | fields
    case = start(procedure=procedure, action="ask", actor=house.actor(who, later(0)), at=later(0), fields=given)
    return act(house, case, "convene", "walter", 0.5)


def called(house: House, case: Case, *, after: float = 1, on: date = TODAY, who: str = "walter") -> Ballot:
    """Call a vote on a motion."""
    at = later(after)
    found = body(find(case.procedure, case.version))
    return call_vote(case=case, body=found, sitting_on=on, actor=house.actor(who, at), at=at)


def votes(house: House, ballot: Ballot, *, after: float = 2, **given: str) -> None:
    """Let members vote, in order."""
    at = later(after)
    for who, choice in given.items():
        vote(ballot=ballot, choice=choice, actor=house.actor(who, at), at=at)


def closed(house: House, ballot: Ballot, *, after: float = 3, who: str = "walter") -> Ballot:
    """Close a vote."""
    at = later(after)
    return close_vote(ballot=ballot, actor=house.actor(who, at), at=at)


def voting(house: House, ballot: Ballot, who: str, choice: str) -> Callable[[], Any]:
    """Return the vote of a member who has the page before them."""
    actor = house.actor(who, later(2))
    return lambda: vote(ballot=ballot, choice=choice, actor=actor, at=later(2))
