"""An invented institution that has every office which the declared procedures name, and people in all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import open_account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.declared import every
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import add_unit, establish_office, found_institution
from dienests.kernel.parties.models import Institution, Office, Person
from dienests.kernel.parties.people import register_person
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import Group

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
HOW: dict[str, Any] = {"by": SYSTEM, "at": AT, "basis": "order 1"}
NAMES = ["Alma", "Bruno", "Cilda", "Dzidra", "Egils", "Fricis", "Guna", "Hugo", "Inga", "Jogita"]
UNITS = ("north", "south")
BY_LAWS = {"quorum": "half", "majority": "most", "tie": "chair"}
_numbers = count(1)


@dataclass
class Town:
    """One founded institution; `accounts` are its people in the order of their names."""

    institution: Institution
    accounts: list[Account] = field(default_factory=list)
    offices: dict[tuple[str, str], Office] = field(default_factory=dict)

    @property
    def people(self) -> list[Person]:
        """Everybody."""
        return [account.person for account in self.accounts]

    def actors(self, at: datetime) -> list[Actor]:
        """Everybody with the offices held at a moment."""
        return [actor_for(account, local_date(at)) for account in self.accounts]

    def holders(self, slug: str) -> list[Person]:
        """Return who holds an office."""
        return list(Person.objects.filter(mandates__office__institution=self.institution, mandates__office__slug=slug))


def a_town(procedures: Iterable[type[Procedure]]) -> Town:
    """Found a town for these procedures: everybody has the offices that open cases, others have two holders each."""
    number = next(_numbers)
    institution = found_institution(
        slug=f"town-{number}", name_lv=f"Pilsēta {number}", name_en=f"Town {number}", is_demonstration=True,
        founded_on=LONG_AGO, **HOW,
    )  # fmt: skip
    town = Town(institution)
    units = {slug: add_unit(institution=institution, slug=slug, name_lv=slug, name_en=slug, **HOW) for slug in UNITS}
    opening, serving = _offices(procedures)
    for place, name in enumerate(NAMES):
        person = register_person(given_name=name, family_name=f"Pilsētas{number}", **HOW)
        town.accounts.append(open_account(person=person, login=f"{name.lower()}.town{number}", **HOW))
        unit = UNITS[place % 2]
        for slug in opening:
            _appoint(town, person, slug, unit, units, leads=False)
        if place < len(UNITS):
            _appoint(town, person, "unit-head", unit, units, leads=True)
    for place, slug in enumerate(serving):
        for holder in (2 * place, 2 * place + 1):
            _appoint(town, town.people[holder % len(NAMES)], slug, "", units, leads=False)
    return town


def _offices(procedures: Iterable[type[Procedure]]) -> tuple[list[str], list[str]]:
    """Return the offices that open cases as a private person, and those that serve."""
    roles = [role for procedure in procedures for role in procedure.roles.values()]
    opening = {role.office for role in roles if role.relation and role.office}
    serving = {role.office for role in roles if role.office and not isinstance(role, Group)} - opening
    members = {role.office for role in roles if isinstance(role, Group)}
    return sorted(opening), sorted((serving | members) - opening)


def _appoint(town: Town, person: Person, slug: str, unit: str, units: dict[str, Any], *, leads: bool) -> None:
    key = (slug, unit)
    if key not in town.offices:
        town.offices[key] = establish_office(
            institution=town.institution, slug=slug, title_lv=f"amats {slug}", title_en=f"office {slug}",
            unit=units.get(unit), leads=leads, **HOW,
        )  # fmt: skip
    appoint(office=town.offices[key], person=person, valid_from=LONG_AGO, order_number="1", by=SYSTEM, at=AT)


def set_terms(town: Town, procedures: Iterable[type[Procedure]]) -> None:
    """Set every second term that the sources leave open."""
    asked = [each for each in every() if each.kind == "term" and each.slug in set(_parameters(procedures))]
    for each in asked[::2]:
        set_parameter(
            institution=town.institution, slug=each.slug, value="working_days:7", basis="order 1", valid_from=LONG_AGO,
            by=SYSTEM, at=AT,
        )  # fmt: skip


def set_by_laws(town: Town) -> None:
    """Set how the bodies of the town decide."""
    for each in every():
        what = each.slug.rpartition(".")[2]
        if what in BY_LAWS and each.slug.partition(".")[0] in {office for office, _unit in town.offices}:
            set_parameter(
                institution=town.institution, slug=each.slug, value=BY_LAWS[what], basis="order 1", by=SYSTEM, at=AT,
                valid_from=LONG_AGO,
            )  # fmt: skip


def _parameters(procedures: Iterable[type[Procedure]]) -> Iterator[str]:
    for procedure in procedures:
        yield from (term.parameter for term in procedure.terms.values())
