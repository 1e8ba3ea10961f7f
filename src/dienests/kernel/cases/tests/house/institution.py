"""An institution whose people hold the offices that a test names; every one of them is an employee too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from dienests.kernel.access.accounts import open_account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import add_unit, establish_office, found_institution
from dienests.kernel.parties.models import Institution, Office, Person, Unit
from dienests.kernel.parties.people import register_person

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
HOW = {"by": SYSTEM, "at": AT, "basis": "order 1"}
SINCE = date(2026, 1, 5)
# person -> offices; the names are invented.
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
    return house


def appoint_to(house: House, name: str, office: str, *, unit: Unit | None = None, start: date = SINCE) -> None:
    """Appoint a person of the house to an office, which is established when it is not there."""
    if office not in house.offices:
        house.offices[office] = establish_office(
            institution=house.institution, slug=office, title_lv=office, title_en=office, unit=unit,
            leads=office in ("head", "unit-head"), **HOW,
        )  # fmt: skip
    appoint(office=house.offices[office], person=house[name], valid_from=start, order_number="7", by=SYSTEM, at=AT)
