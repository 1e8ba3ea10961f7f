"""Founding: everything that procedures need, a link for the first person, and never beside a demonstration."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import override

from dienests.kernel.access.invitations import take_up
from dienests.kernel.access.tests.given import PASSWORD
from dienests.kernel.duties.declaration import declared
from dienests.kernel.log.verify import verify
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.tests.given import an_institution
from dienests.kernel.procedures.registry import newest
from dienests.site.founding.founding import Plan, found, offices, refusal
from dienests.site.founding.missing import missing

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
PLAN = Plan(
    slug="ezera-dienests", name_lv="Ezera dienests", name_en="Lake Service", registration_number="",
    given_name="Ilze", family_name="Ābolkalne", login="ilze.abolkalne", basis="rīkojums Nr. 1",
    units=(("krasta-nodala", "Krasta nodaļa"),),
)  # fmt: skip


def test_every_office_that_a_procedure_names_is_established_in_both_languages() -> None:
    founded = found(PLAN, at=AT)
    named = {role.office for p in newest().values() for role in p.roles.values() if role.office}
    there = {office.slug: office for office in Office.objects.filter(institution=founded.institution)}
    assert named <= set(there)
    assert {"administrator", "employee", "head"} | {duty.office for duty in declared()} <= set(there)
    assert all(office.title_lv != office.slug for office in there.values())
    assert there["administrator"].title_lv != there["administrator"].title_en
    assert [office.slug for office in there.values() if office.leads] == ["head"]
    assert not founded.institution.is_demonstration
    assert verify().breaks == []


def test_the_first_person_administers_and_comes_in_by_the_link_alone() -> None:
    founded = found(PLAN, at=AT)
    held = set(Mandate.objects.filter(person=founded.person).values_list("office__slug", flat=True))
    assert held == {"administrator", "employee"}
    assert take_up(token=founded.token, password=PASSWORD, at=AT).person == founded.person


def test_the_sign_in_of_the_demonstration_is_shut() -> None:
    founded = found(PLAN, at=AT)
    client = Client(HTTP_HOST="localhost")
    answer = client.post("/sign-in/demonstration/", {"person": str(founded.person.pk)})
    assert answer.status_code in (302, 403)
    assert client.get("/mine/").status_code == 302
    assert b"d-people" not in client.get("/sign-in/").content


def test_an_institution_is_founded_once() -> None:
    found(PLAN, at=AT)
    with override("en"), pytest.raises(PartiesError, match="founded once"):
        found(PLAN, at=AT)
    assert Institution.objects.count() == 1


def test_nothing_is_founded_beside_a_demonstration() -> None:
    an_institution("sample")
    with override("en"):
        assert "DATABASE_URL" in (refusal() or "")
        with pytest.raises(PartiesError, match="demonstration"):
            found(PLAN, at=AT)
    assert Institution.objects.filter(is_demonstration=False).count() == 0


def test_a_founding_that_fails_leaves_nothing() -> None:
    with pytest.raises(PartiesError):
        found(Plan(**{**{name: getattr(PLAN, name) for name in PLAN.__slots__}, "family_name": " "}), at=AT)
    assert not Institution.objects.exists()
    assert not Office.objects.exists()


def test_what_is_missing_before_cases_can_run_is_listed() -> None:
    founded = found(PLAN, at=AT)
    lacking = missing(founded.institution, AT.date())
    assert {office.slug for office in lacking.vacant} == {each.slug for each in offices()} - {
        "administrator",
        "employee",
    }
    assert lacking.unset
    assert lacking.unled
    assert lacking.confirmers == 1
    with override("en"):
        words = " ".join(lacking.sentences())
    assert "has no holder" in words
    assert "is not set" in words
