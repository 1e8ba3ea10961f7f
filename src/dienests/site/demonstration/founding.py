"""Founding the invented institutions: units, offices, people, accounts, mandates."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import open_account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.alphabet import fold
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import add_unit, establish_office, found_institution
from dienests.kernel.parties.institution import Institution, Unit
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.people import register_person
from dienests.kernel.parties.person import Person
from dienests.kernel.procedures.offices import needed
from dienests.site.demonstration.people import Place, Post

ORDER = "parauga rīkojums Nr. 1"


@dataclass
class House:
    """A founded institution, for those who play cases in it."""

    institution: Institution
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    offices: dict[tuple[str, str], Office] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)  # office slug -> first holder
    accounts: dict[str, Account] = field(default_factory=dict)
    leaves: list[tuple[date, date]] = field(default_factory=list)  # the first day, and the first day after
    actors: dict[tuple[str, tuple[bool, ...]], Actor] = field(default_factory=dict)

    def acting(self, name_or_office: str, at: datetime) -> Actor:
        """Return a person, by name or by office, as actor on the day."""
        name = self.posts.get(name_or_office, name_or_office)
        on = local_date(at)
        # Mandates of the demonstration last: who may act as what changes only with the leaves.
        key = (name, tuple(begin <= on < end for begin, end in self.leaves))
        if key not in self.actors:
            self.actors[key] = actor_for(self.accounts[name], on)
        return replace(self.actors[key], on=on)


def found(place: Place, *, at: datetime) -> House:
    """Found one institution of the demonstration and fill its posts."""
    house = House(
        found_institution(
            slug=place.slug, name_lv=place.name_lv, name_en=place.name_en, is_demonstration=True,
            founded_on=local_date(at), basis=ORDER, by=SYSTEM, at=at,
        )
    )  # fmt: skip
    for slug, name_lv, name_en in place.units:
        house.units[slug] = add_unit(
            institution=house.institution, slug=slug, name_lv=name_lv, name_en=name_en, basis=ORDER, by=SYSTEM, at=at
        )
    for post in place.posts:
        _fill(house, post, at=at)
    for office in needed():
        if office.slug not in house.posts:  # of a procedure that came later: the head holds it too
            _fill(house, Post(house.posts["head"], office.slug, office.title_lv, office.title_en), at=at)
    for name in place.outsiders:
        _register(house, name, at=at)
    return house


def _fill(house: House, post: Post, *, at: datetime) -> None:
    person = house.people.get(post.person) or _register(house, post.person, at=at)
    office = house.offices.get((post.office, post.unit))
    if office is None:
        office = house.offices[(post.office, post.unit)] = establish_office(
            institution=house.institution, slug=post.office, title_lv=post.title_lv, title_en=post.title_en,
            basis=ORDER, by=SYSTEM, at=at, unit=house.units.get(post.unit), leads=post.leads,
        )  # fmt: skip
    appoint(office=office, person=person, valid_from=local_date(at), order_number=ORDER, by=SYSTEM, at=at)
    house.posts.setdefault(post.office, post.person)


def _register(house: House, name: str, *, at: datetime) -> Person:
    given, family = name.split()
    person = house.people[name] = register_person(given_name=given, family_name=family, basis=ORDER, by=SYSTEM, at=at)
    house.accounts[name] = open_account(
        person=person, login=f"{fold(given)}.{fold(family)}".lower(), basis=ORDER, by=SYSTEM, at=at
    )
    return person
