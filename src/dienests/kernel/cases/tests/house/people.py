"""The people of two guest houses, founded through the verbs; nobody here exists."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import open_account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.tests.house.procedure import HOUSE
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.absences import mark_absent
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import add_unit, establish_office, found_institution
from dienests.kernel.parties.models import Institution, Office, Person, Unit
from dienests.kernel.parties.people import register_person
from dienests.kernel.procedures import registry

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
HOW: dict[str, Any] = {"by": SYSTEM, "at": AT, "basis": "order 1"}
# Who holds what: (office, unit or "" for the whole house, whether it leads).
POSTS = {
    "anna": [("employee", "north", False)],
    "berta": [("employee", "south", False)],
    "cilda": [("chief", "north", True)],
    "walter": [("warden", "", False), ("councillor", "", False), ("employee", "south", False)],
    "dace": [("deputy", "", False), ("employee", "north", False)],
    "sonja": [("warden", "south", False), ("employee", "south", False)],
    "kora": [("councillor", "", False), ("employee", "south", False)],
    "karl": [("clerk", "", False)],
    "peter": [("porter", "north", False)],
    "paula": [("porter", "south", False)],
}
_numbers = count(1)


@dataclass
class House:
    """One founded guest house."""

    institution: Institution
    units: dict[str, Unit] = field(default_factory=dict)
    offices: dict[tuple[str, str], Office] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def actor(self, name: str, at: datetime = AT) -> Actor:
        """Return a person with the offices held on the day."""
        return actor_for(self.accounts[name], local_date(at))

    def away(self, name: str, since: date = LONG_AGO) -> None:
        """Mark somebody absent."""
        mark_absent(institution=self.institution, person=self.people[name], valid_from=since, **HOW)


def a_house() -> House:
    """Found a guest house with all posts filled."""
    number = next(_numbers)
    institution = found_institution(
        slug=f"house-{number}", name_lv=f"Nams {number}", name_en=f"House {number}", is_demonstration=True,
        founded_on=LONG_AGO, **HOW,
    )  # fmt: skip
    house = House(institution)
    for slug in ("north", "south"):
        house.units[slug] = add_unit(institution=institution, slug=slug, name_lv=slug, name_en=slug, **HOW)
    for name, posts in POSTS.items():
        person = house.people[name] = register_person(given_name=name.title(), family_name=f"Nama{number}", **HOW)
        house.accounts[name] = open_account(person=person, login=f"{name}.{number}", **HOW)
        for post in posts:
            _appoint(house, person, *post)
    return house


def _appoint(house: House, person: Person, slug: str, unit: str, leads: bool) -> None:
    key = (slug, unit)
    if key not in house.offices:
        house.offices[key] = establish_office(
            institution=house.institution, slug=slug, title_lv=f"amats {slug}", title_en=f"office {slug}",
            unit=house.units.get(unit), leads=leads, **HOW,
        )  # fmt: skip
    appoint(office=house.offices[key], person=person, valid_from=LONG_AGO, order_number="1", by=SYSTEM, at=AT)


@contextmanager
def declared(*procedures: Any) -> Iterator[None]:
    """Declare procedures for a while: those of the house unless others are named."""
    for procedure in procedures or HOUSE:
        registry.register(procedure)
    try:
        yield
    finally:
        for procedure in procedures or HOUSE:
            registry.withdraw(procedure)


def later(hours: float) -> datetime:
    """Return a moment after the first one."""
    return AT + timedelta(hours=hours)
