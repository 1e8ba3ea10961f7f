"""A Service with every office of the ethics code, a second one beside it, and short words for acting in them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dienests.conduct.ethics_reports.models import EthicsReport
from dienests.conduct.ethics_reports.procedure import EthicsReports
from dienests.kernel.access.accounts import open_account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import outbox
from dienests.kernel.cases.balloting import call_vote, close_vote, vote
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.parties.absences import mark_absent
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import add_unit, establish_office, found_institution
from dienests.kernel.parties.models import Absence, Institution, Office, Person, Unit
from dienests.kernel.parties.people import register_person
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Group

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 2)
HOW = {"by": SYSTEM, "at": AT, "basis": "order 1"}
SINCE = date(2026, 1, 5)
BY_LAWS = {"quorum": "half", "majority": "most", "tie": "nothing"}
# person -> offices; every one is an employee too. The names are invented.
SERVICE = {
    "Vilma": ("head",),
    "Aivis": ("ethics-chair", "ethics-member"),
    "Mara": ("ethics-deputy-chair", "ethics-member"),
    "Liva": ("ethics-member",),
    "Ojars": ("personnel",),
    "Ilga": ("unit-head",),
    "Jekabs": (),
    "Peteris": (),
    "Erika": (),
}
OTHER = {
    "Skaidrite": ("head",),
    "Valts": ("ethics-chair", "ethics-member"),
    "Rasma": ("ethics-deputy-chair", "ethics-member"),
    "Egils": ("personnel",),
    "Biruta": (),
}


@dataclass
class House:
    """A founded institution and its people by given name."""

    institution: Institution
    people: dict[str, Person] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)

    def actor(self, name: str, at: datetime = AT) -> Actor:
        """Return a person as actor on the day."""
        return actor_for(self.people[name].account, local_date(at))

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


def a_house(slug: str = "service", staff: Mapping[str, tuple[str, ...]] = SERVICE) -> House:
    """Found an institution with one unit, led by whoever is its unit-head."""
    founded = found_institution(
        slug=slug, name_lv=f"Iestāde {slug}", name_en=f"Institution {slug}", is_demonstration=True, founded_on=SINCE,
        **HOW,
    )  # fmt: skip
    house = House(founded)
    unit = add_unit(institution=house.institution, slug="north", name_lv="Ziemeļi", name_en="North", **HOW)
    for name, offices in staff.items():
        person = house.people[name] = register_person(given_name=name, family_name="Paraugs", **HOW)
        open_account(person=person, login=f"{slug}.{name.lower()}", **HOW)
        for office in ("employee", *offices):
            appoint_to(house, name, office, unit=unit if office in ("employee", "unit-head") else None)
    for what, value in BY_LAWS.items():
        slug = f"ethics-member.{what}"
        set_parameter(institution=house.institution, slug=slug, value=value, valid_from=SINCE, **HOW)
    return house


def appoint_to(house: House, name: str, office: str, *, unit: Unit | None = None, start: date = SINCE) -> None:
    """Appoint a person of the house to an office, which is established when it is not there."""
    if office not in house.offices:
        house.offices[office] = establish_office(
            institution=house.institution, slug=office, title_lv=office, title_en=office, unit=unit,
            leads=office in ("head", "unit-head"), **HOW,
        )  # fmt: skip
    appoint(office=house.offices[office], person=house[name], valid_from=start, order_number="7", by=SYSTEM, at=AT)


def away(house: House, name: str, start: date = TODAY, end: date | None = None) -> Absence:
    """Mark a person absent."""
    return mark_absent(institution=house.institution, person=house[name], valid_from=start, valid_to=end, **HOW)


def with_sittings_within(house: House, value: str) -> None:
    """Set the term of a sitting, as the by-laws would."""
    set_parameter(institution=house.institution, slug="ethics-report.sitting", value=value, valid_from=SINCE, **HOW)


def report(house: House, who: str = "Jekabs", reason: str = "breach", *, days: int = 0, **fields: Any) -> Case:
    """Send a message; what a reason asks besides the account is filled in unless it is given."""
    asked: dict[str, dict[str, Any]] = {
        "breach": {"about": house["Peteris"]},
        "dispute": {"tried": "Two talks."},
        "proposal": {"reasoning": "It is not clear."},
    }
    given = {"reason": reason, "account": "It happened."} | asked.get(reason, {}) | fields
    return begin(house, who, "submit", days=days, **given)


def begin(house: House, who: str, action: str, *, days: int = 0, **fields: Any) -> Case:
    """Open a case."""
    at = AT + timedelta(days=days)
    return start(procedure=EthicsReports, action=action, actor=house.actor(who, at), at=at, fields=fields)


def act(house: House, case: Case, who: str, action: str, *, days: int = 0, **fields: Any) -> Case:
    """Do one act and everything that follows from it."""
    at = AT + timedelta(days=days)
    vote_for(house, case, who, action, at)
    perform(case=case, action=action, actor=house.actor(who, at), at=at, fields=fields)
    outbox.run_pending(at=at)
    return Case.objects.get(pk=case.pk)


def vote_for(house: House, case: Case, who: str, action: str, at: datetime) -> None:
    """Let the members vote for an act that is decided by ballot, where this person may call a vote and none is."""
    body = find(case.procedure, case.version).actions[action].by
    if not isinstance(body, Group) or not body.ballot or case.ballots.filter(ended_at=None):
        return
    chair = house.actor(who, at)
    with suppress(Refusal):
        ballot = call_vote(case=case, body=body, sitting_on=local_date(at), actor=chair, at=at)
        for name in house.people:
            with suppress(Refusal):
                vote(ballot=ballot, choice=action, actor=house.actor(name, at), at=at)
        close_vote(ballot=ballot, actor=chair, at=at)


def heard(house: House, **fields: Any) -> Case:
    """Return a report of a breach that stands before the Commission."""
    return act(house, report(house, **fields), "Aivis", "convene")


def proposed(house: House, **fields: Any) -> Case:
    """Return a report of a breach that lies before the head."""
    return act(house, heard(house, **fields), "Aivis", "propose", proposal="Point 13.3 may have been broken.")


def record_of(case: Case) -> EthicsReport:
    """Return the record of a case as it stands in the database."""
    return EthicsReport.objects.get(pk=case.pk)
