"""An institution with a head and an official, and a group of duties of the test's own."""

from datetime import UTC, date, datetime

import pytest

from dienests.kernel.access.accounts import open_account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.duties import declaration
from dienests.kernel.duties.language import Duties, duty, quarterly, reference, rulebook, statement, unspecified, yearly
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import establish_office, found_institution
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.people import register_person

FOUNDED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
code = rulebook("vpd-ethics-code-2026")


class House:
    """The institution, and its people by office."""

    def __init__(self) -> None:
        common = {"basis": "rīk. 1", "by": SYSTEM, "at": FOUNDED}
        self.institution: Institution = found_institution(
            slug="trial", name_lv="Iestāde", name_en="Body", is_demonstration=True, founded_on=local_date(FOUNDED),
            **common,
        )  # fmt: skip
        self.accounts = {}
        for slug, leads in (("head", True), ("keeper", False), ("other", False)):
            office = establish_office(
                institution=self.institution, slug=slug, title_lv=slug, title_en=slug, leads=leads, **common
            )
            person = register_person(given_name=slug, family_name=slug, **common)
            appoint(
                office=office, person=person, valid_from=local_date(FOUNDED), order_number="1", by=SYSTEM, at=FOUNDED
            )
            self.accounts[slug] = open_account(person=person, login=slug, **common)

    def actor(self, slug: str, on: date = date(2026, 6, 1)) -> Actor:
        """Return the holder of an office."""
        return actor_for(self.accounts[slug], on)


@pytest.fixture
def house(db: None) -> House:
    """The institution with its people."""
    return House()


@pytest.fixture
def owed(monkeypatch: pytest.MonkeyPatch) -> type[Duties]:
    """Duties of the test's own, in place of those of the modules."""
    monkeypatch.setattr(declaration, "_declared", [])

    class TrialDuties(Duties, slug="trial"):
        report = duty("report", code["29"], rhythm=quarterly(), office="keeper", evidence=(statement(), reference()))
        plan = duty("plan", code["17.2"], rhythm=yearly(by=(11, 15)), office="head", evidence=statement())
        check = duty("check", code["16.1"], rhythm=unspecified("somewhere"), office="keeper", evidence=reference())

    return TrialDuties
