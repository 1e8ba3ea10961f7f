"""Two officials at once: one wins, the other is told, nothing stands twice."""

from collections.abc import Callable

import pytest

from dienests.kernel.log.models import Event
from dienests.kernel.parties.models import Absence, Mandate, Person
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.tests.given import (
    LONG_AGO,
    OLD_CODE,
    TODAY,
    a_mandate,
    a_person,
    an_absence,
    an_institution,
    an_office,
)
from dienests.kernel.tables.tests.side_by_side import side_by_side

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(verb: Callable[[], object], times: int = 4) -> list[str]:
    """Run the verb several times at the same moment and return how each of them ended."""
    ends = side_by_side(*[verb] * times, refused=PartiesError)
    return sorted("refused" if isinstance(end, PartiesError) else "done" for end in ends)


def test_one_person_is_appointed_once_even_with_an_end() -> None:
    office, person = an_office(an_institution(), "head"), a_person()
    assert _at_once(lambda: a_mandate(office, person, LONG_AGO, TODAY)) == ["done"] + ["refused"] * 3
    assert Mandate.objects.count() == 1
    assert Event.objects.filter(act="appointed").count() == 1


def test_one_absence_is_marked_once() -> None:
    institution, person = an_institution(), a_person()
    a_mandate(an_office(institution, "head"), person)
    assert _at_once(lambda: an_absence(institution, person)) == ["done"] + ["refused"] * 3
    assert Absence.objects.count() == 1


def test_one_code_registers_one_person() -> None:
    assert _at_once(lambda: a_person(personal_code=OLD_CODE)) == ["done"] + ["refused"] * 3
    assert Person.objects.count() == 1
