"""Direct managers: the reporting line as a pure function, then over the database."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.parties.managers import Leader, direct_manager, reporting_line
from dienests.kernel.parties.models import Unit
from dienests.kernel.parties.tests.given import (
    TODAY,
    a_mandate,
    a_person,
    a_unit,
    an_absence,
    an_institution,
    an_office,
)

WORKER, SECTION, DEPARTMENT, HEAD = (UUID(int=n) for n in range(1, 5))
PARENTS = {1: 2, 2: None}


def _line(person: UUID, unit: int | None, **absent: bool) -> UUID | None:
    leaders = {
        1: [Leader(SECTION, absent.get("section", False))],
        2: [Leader(DEPARTMENT, absent.get("department", False))],
        None: [Leader(HEAD, absent.get("head", False))],
    }
    return reporting_line(person, unit, PARENTS, leaders)


def test_the_leader_of_the_unit_is_the_direct_manager() -> None:
    assert _line(WORKER, 1) == SECTION
    assert _line(WORKER, 2) == DEPARTMENT
    assert _line(WORKER, None) == HEAD


def test_nobody_manages_himself() -> None:
    assert _line(SECTION, 1) == DEPARTMENT
    assert _line(DEPARTMENT, 2) == HEAD
    assert _line(HEAD, None) is None
    assert reporting_line(WORKER, 1, PARENTS, {1: [Leader(SECTION, False), Leader(WORKER, False)]}) is None


def test_where_nobody_present_leads_the_line_climbs() -> None:
    assert _line(WORKER, 1, section=True) == DEPARTMENT
    assert _line(WORKER, 1, section=True, department=True) == HEAD
    assert _line(WORKER, 1, section=True, department=True, head=True) is None
    assert reporting_line(WORKER, 1, PARENTS, {2: [Leader(SECTION, True), Leader(DEPARTMENT, False)]}) == DEPARTMENT
    assert reporting_line(WORKER, 1, PARENTS, {}) is None


@given(
    st.dictionaries(st.integers(1, 6), st.none() | st.integers(1, 6)),
    st.dictionaries(
        st.none() | st.integers(1, 6),
        st.lists(st.builds(Leader, st.sampled_from([WORKER, SECTION, DEPARTMENT, HEAD]), st.booleans()), max_size=3),
    ),
    st.none() | st.integers(1, 6),
)
def test_any_tree_even_with_circles_comes_to_an_end(
    parents: dict[int, int | None], leaders: dict[int | None, list[Leader]], unit: int | None
) -> None:
    found = reporting_line(WORKER, unit, parents, leaders)
    assert found != WORKER
    present = {leader.person for place in leaders.values() for leader in place if not leader.absent}
    assert found is None or found in present


@pytest.mark.django_db
def test_the_line_climbs_from_section_to_department_to_the_head() -> None:
    institution = an_institution()
    department = a_unit(institution, "department")
    section = a_unit(institution, "section", department)
    worker, of_section, of_department, head = (a_person(name) for name in ("Bērza", "Lapa", "Zars", "Sakne"))
    a_mandate(an_office(institution, "employee", section), worker)
    a_mandate(an_office(institution, "lead", section, leads=True), of_section)
    a_mandate(an_office(institution, "lead", department, leads=True), of_department)
    a_mandate(an_office(institution, "head", leads=True), head)
    a_mandate(an_office(institution, "ethics-chair"), worker, TODAY - timedelta(days=9000))
    on = TODAY
    assert direct_manager(worker.id, institution.id, on) == of_section
    assert direct_manager(of_section.id, institution.id, on) == of_department
    assert direct_manager(of_department.id, institution.id, on) == head
    assert direct_manager(head.id, institution.id, on) is None
    an_absence(institution, of_section, TODAY, TODAY + timedelta(days=1))
    assert direct_manager(worker.id, institution.id, on) == of_department
    an_absence(institution, of_department)
    assert direct_manager(worker.id, institution.id, on) == head
    assert direct_manager(worker.id, institution.id, on + timedelta(days=1)) == of_section
    assert direct_manager(worker.id, an_institution().id, on) is None
    assert direct_manager(uuid4(), institution.id, on) is None
    assert direct_manager(worker.id, institution.id, TODAY - timedelta(days=5000)) is None


@pytest.mark.django_db
def test_a_circle_of_units_made_by_hand_ends_at_the_head() -> None:
    institution = an_institution()
    one = a_unit(institution, "one")
    two = a_unit(institution, "two", one)
    Unit.objects.filter(pk=one.pk).update(parent=two)
    worker, head = a_person(), a_person("Liepa")
    a_mandate(an_office(institution, "employee", two), worker)
    a_mandate(an_office(institution, "head", leads=True), head)
    assert direct_manager(worker.id, institution.id, TODAY) == head


@pytest.mark.django_db
def test_a_manager_costs_two_queries_however_deep_the_house() -> None:
    institution, worker = an_institution(), a_person()
    unit = a_unit(institution, "u0")
    a_mandate(an_office(institution, "head", leads=True), a_person("Liepa"))
    a_mandate(an_office(institution, "employee", unit), worker)
    for depth in range(1, 6):
        a_unit(institution, f"u{depth}", unit)
        with CaptureQueriesContext(connection) as queries:
            direct_manager(worker.id, institution.id, TODAY)
        assert len(queries) == 2
