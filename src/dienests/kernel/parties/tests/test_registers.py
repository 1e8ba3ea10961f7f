"""Institutions, units, offices and organisations: verbs refuse with a sentence, constraints stand behind them."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dienests.kernel.log.streams import history
from dienests.kernel.parties.founding import establish_office, found_institution, stream_of
from dienests.kernel.parties.models import Institution, Office, Organisation, Unit
from dienests.kernel.parties.organisations import register_organisation
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.tests.given import HOW, LONG_AGO, a_unit, an_institution, an_office

pytestmark = pytest.mark.django_db
NUMBER = "40003521600"


def _found(**changes: Any) -> Institution:
    details = {"slug": "service", "name_lv": "Dienests", "name_en": "Service", "is_demonstration": False}
    return found_institution(**{**details, "founded_on": LONG_AGO, **HOW, **changes})


def test_founding_is_told_by_the_stream_of_the_institution() -> None:
    institution = _found(registration_number="LV 4000 3521 600")
    a_unit(institution, "north")
    an_office(institution, "head", leads=True)
    events = history(stream_of(institution))
    assert [event.act for event in events] == ["founded", "unit-added", "office-established"]
    assert events[0].payload["number"] == NUMBER
    assert all(event.basis == "order 1" for event in events)


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "Service"}, {"slug": ""}, {"slug": "a--b"}, {"slug": "x" * 61}, {"name_lv": " "}, {"name_en": ""},
        {"basis": ""}, {"registration_number": "40003521601"}, {"registration_number": "161175-19997"},
    ],
)  # fmt: skip
def test_a_founding_with_bad_details_is_refused_and_leaves_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(PartiesError):
        _found(**changes)
    assert not Institution.objects.exists()


def test_slug_and_number_are_given_once() -> None:
    _found(registration_number=NUMBER)
    with pytest.raises(PartiesError):
        _found()
    with pytest.raises(PartiesError):
        _found(slug="other", registration_number=NUMBER)
    _found(slug="third")
    _found(slug="fourth")


@pytest.mark.parametrize("first", [True, False])
def test_a_demonstration_and_a_real_institution_never_share_a_database(first: bool) -> None:
    _found(is_demonstration=first)
    with pytest.raises(PartiesError):
        _found(slug="other", is_demonstration=not first)
    _found(slug="other", is_demonstration=first)


def test_a_demonstration_stays_one() -> None:
    institution = _found(is_demonstration=True)
    institution.is_demonstration = False
    with pytest.raises(PartiesError):
        institution.save()
    with pytest.raises(PartiesError):
        Institution.objects.update(is_demonstration=False)
    with pytest.raises(PartiesError), transaction.atomic():
        Institution.objects.bulk_update([institution], ["is_demonstration"])
    institution.refresh_from_db()
    institution.name_en = "Another name"
    institution.save()
    assert Institution.objects.get().is_demonstration


def test_units_stand_in_their_own_institution() -> None:
    one, other = an_institution("one"), an_institution("other")
    north = a_unit(one, "north")
    assert a_unit(one, "north-1", parent=north).parent == north
    a_unit(other, "north")
    with pytest.raises(PartiesError):
        a_unit(one, "north")
    with pytest.raises(PartiesError):
        a_unit(other, "south", parent=north)
    with pytest.raises(PartiesError):
        an_office(other, "adviser", north)


def test_an_office_stands_once_in_an_institution_and_once_in_each_unit() -> None:
    institution = an_institution()
    north, south = a_unit(institution, "north"), a_unit(institution, "south")
    for unit in (None, north, south):
        an_office(institution, "adviser", unit)
        with pytest.raises(PartiesError):
            an_office(institution, "adviser", unit)
    an_office(an_institution(), "adviser")


def test_one_office_leads_a_unit_and_one_the_institution() -> None:
    institution = an_institution()
    north = a_unit(institution, "north")
    an_office(institution, "head", leads=True)
    an_office(institution, "head-of-unit", north, leads=True)
    with pytest.raises(PartiesError):
        an_office(institution, "director", leads=True)
    with pytest.raises(PartiesError):
        an_office(institution, "manager", north, leads=True)


def test_the_database_itself_refuses_a_second_office_and_a_unit_that_is_its_own_parent() -> None:
    institution = an_institution()
    north = a_unit(institution, "north")
    for unit in (None, north):
        office = an_office(institution, "adviser", unit)
        twin = Office(institution=institution, unit=unit, slug=office.slug, title_lv="a", title_en="a")
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=north.pk).update(parent=north)


def test_names_and_titles_follow_the_language_of_the_page() -> None:
    from django.utils import translation

    institution = an_institution("one")
    office, unit = an_office(institution, "head"), a_unit(institution, "north")
    with translation.override("en"):
        assert [str(x) for x in (institution, unit, office)] == ["Institution one", "Unit north", "office head"]
    with translation.override("lv"):
        assert [str(x) for x in (institution, unit, office)] == ["Iestāde one", "Nodaļa north", "amats head"]


def test_an_organisation_stands_once_under_its_public_number() -> None:
    organisation = register_organisation(registration_number="LV40003521600", name="  Ābele   un dēls ", **HOW)
    assert (organisation.registration_number, organisation.folded) == (NUMBER, "abele un dels")
    with pytest.raises(PartiesError):
        register_organisation(registration_number=NUMBER, name="Twin", **HOW)
    with pytest.raises(PartiesError):
        register_organisation(registration_number="328673-00679", name="A person", **HOW)
    assert Organisation.objects.count() == 1


def test_an_office_without_a_basis_is_not_established() -> None:
    institution = an_institution()
    with pytest.raises(PartiesError):
        establish_office(
            institution=institution, slug="head", title_lv="a", title_en="a", by=HOW["by"], at=HOW["at"], basis=" "
        )
    assert not Office.objects.exists()
