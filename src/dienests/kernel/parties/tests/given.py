"""Invented parties for the tests of this package and of those above it; everything goes through the verbs."""

from datetime import UTC, date, datetime
from itertools import count

from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.absences import mark_absent
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import add_unit, establish_office, found_institution
from dienests.kernel.parties.models import Absence, Institution, Mandate, Office, Person, Unit
from dienests.kernel.parties.people import register_person

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 2)
LONG_AGO = date(2020, 1, 1)
# Both forms of the code, with a right last digit; the people are invented.
OLD_CODE, NEW_CODE = "161175-19997", "328673-00679"
HOW = {"by": SYSTEM, "at": AT, "basis": "order 1"}

_numbers = count(1)


def an_institution(slug: str = "", *, demonstration: bool = True) -> Institution:
    """Found an institution, by default a demonstration."""
    name = slug or f"institution-{next(_numbers)}"
    return found_institution(
        slug=name, name_lv=f"Iestāde {name}", name_en=f"Institution {name}", is_demonstration=demonstration,
        founded_on=LONG_AGO, **HOW,
    )  # fmt: skip


def a_unit(institution: Institution, slug: str, parent: Unit | None = None) -> Unit:
    """Add a unit."""
    return add_unit(
        institution=institution, slug=slug, name_lv=f"Nodaļa {slug}", name_en=f"Unit {slug}", parent=parent, **HOW
    )


def an_office(institution: Institution, slug: str, unit: Unit | None = None, *, leads: bool = False) -> Office:
    """Establish an office."""
    return establish_office(
        institution=institution, slug=slug, title_lv=f"amats {slug}", title_en=f"office {slug}", unit=unit, leads=leads,
        **HOW,
    )  # fmt: skip


def a_person(family_name: str = "Kalniņa", given_name: str = "Ilze", personal_code: str = "") -> Person:
    """Register a person."""
    return register_person(given_name=given_name, family_name=family_name, personal_code=personal_code, **HOW)


def a_mandate(office: Office, person: Person, start: date = LONG_AGO, end: date | None = None) -> Mandate:
    """Appoint a person to an office."""
    return appoint(office=office, person=person, valid_from=start, valid_to=end, order_number="No. 7", by=SYSTEM, at=AT)


def an_absence(institution: Institution, person: Person, start: date = TODAY, end: date | None = None) -> Absence:
    """Mark a person absent."""
    return mark_absent(institution=institution, person=person, valid_from=start, valid_to=end, **HOW)
