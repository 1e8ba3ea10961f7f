"""The head sees counts of the house, a direct manager those of the own unit, and neither sees a report here."""

from datetime import timedelta

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.duties.occurrence import Occurrence
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of
from dienests.site.pages.tests.test_queries import asked

pytestmark = pytest.mark.django_db


def test_the_head_sees_counts_and_no_case(house: House) -> None:
    house.breach("Slepens stāsts.")
    shown = main_of(house.client(people.HEAD).get(address("head")))
    assert "/case/" not in shown
    assert not any(number in shown for number in Case.objects.values_list("number", flat=True))
    assert "Slepens" not in shown
    total = Case.objects.filter(institution__slug="parauga-dienests", closed_at=None, procedure="ethics-report").count()
    answer = house.client(people.HEAD).get(address("head"))
    assert sum(each.open for each in answer.context["offices"]) >= total


def test_E05_a_direct_manager_sees_totals_of_the_own_unit_and_nothing_of_a_report(house: House) -> None:
    manager = house.client(people.MANAGER)
    before = main_of(manager.get(address("head")))
    for number in range(7):
        house.breach(f"Slepens stāsts {number}.", who=people.OPENER, about=people.ACCUSED)
    # Reports that belong to the manager's own unit are sealed all the same.
    unit = manager.get(address("head")).context["face"].unit
    Case.objects.filter(procedure="ethics-report").update(unit=unit)
    after = main_of(manager.get(address("head")))
    assert after == before, "however many reports there are, the page of the unit is the same"
    assert "/case/" not in after


def test_nobody_else_sees_the_overview(house: House) -> None:
    assert house.client(people.OPENER).get(address("head")).status_code == 403
    assert house.client(people.CHAIR).get(address("head")).status_code == 403


def test_the_overview_asks_a_constant_number_of_questions(house: House) -> None:
    client = house.client(people.HEAD)
    before = asked(client, address("head"))
    for number in range(12):
        house.breach(f"Stāsts {number}.")
    assert asked(client, address("head")) <= before <= 24


def test_a_late_duty_is_told_to_the_head_on_the_desk_until_it_is_done(house: House) -> None:
    of_head = {"institution__slug": "parauga-dienests", "duty": "ethics.proposals"}
    latest = Occurrence.objects.filter(**of_head).latest("begins")
    late = {"due": latest.begins, "escalated_on": latest.begins + timedelta(days=1), "escalated_to": "head"}
    undone = {"done_on": None, "done_by": None, "evidence": "", "words": "", "event": None}
    Occurrence.objects.filter(pk=latest.pk).update(**late, **undone)
    place = address("duty", pk=latest.pk)
    assert place in main_of(house.client(people.HEAD).get(address("desk")))
    assert place not in main_of(house.client(people.CHAIR).get(address("desk")))
    done = {"done_on": latest.begins, "evidence": "statement", "words": "Nr. 1"}
    Occurrence.objects.filter(pk=latest.pk).update(**done)
    assert place not in main_of(house.client(people.HEAD).get(address("desk")))


def test_no_count_tells_the_head_of_a_report_about_the_head(house: House) -> None:
    def told() -> list[object]:
        face = house.client(people.HEAD).get(address("head")).context["face"]
        return [face.by_office(), face.by_official(), face.terms()]

    before = told()
    house.breach("Par vadītāju.", about=people.HEAD)
    assert told() == before
    house.breach("Par citu.", about=people.ACCUSED)
    assert told() != before
