"""A leaver's cases go back to the office: at once, or on the day the mandate ends; nothing dangles."""

from datetime import timedelta

import pytest

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.leaving import leave
from dienests.kernel.cases.tests.house.people import HOW, House, later
from dienests.kernel.cases.tests.house.playing import visit
from dienests.kernel.handling.handler import Handler
from dienests.kernel.handling.leavers import release
from dienests.kernel.handling.tests.given import do
from dienests.kernel.log.verify import verify

pytestmark = pytest.mark.django_db


def _leave(house: House, after_days: int) -> None:
    at = later(20)
    warden = house.offices["warden", ""].pk
    leave(
        person=house.people["walter"], institution=house.institution, on=local_date(at) + timedelta(days=after_days),
        basis="order 9", by=HOW["by"], at=at, successors={warden: house.people["kora"]},
    )  # fmt: skip


def test_a_case_that_the_leaver_handled_waits_for_the_office_again(house: House) -> None:
    case = visit(house)
    do(house, "take", case, "walter", 10)
    _leave(house, 0)
    assert not Handler.objects.exists()
    assert case in inbox(house.actor("kora", later(21)))
    assert verify().breaks == []


def test_until_the_day_comes_the_leaver_handles_the_case_still(house: House) -> None:
    case = visit(house)
    do(house, "take", case, "walter", 10)
    _leave(house, 3)
    release(later(24))
    assert Handler.objects.filter(case=case).exists()
    release(later(24 * 5))
    assert not Handler.objects.exists()


def test_cases_of_others_stay_with_them(house: House) -> None:
    case = visit(house, "berta")  # of the south, which has a warden of its own
    do(house, "take", case, "sonja", 10)
    _leave(house, 0)
    assert Handler.objects.get().person == house.people["sonja"]
