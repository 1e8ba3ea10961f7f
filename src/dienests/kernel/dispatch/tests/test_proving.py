"""The day of a proof of delivery is the day that stands in it: from it the term to contest is counted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.tests.house.people import AT, House, later
from dienests.kernel.dispatch.arranging import arrange, redirect
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused, sent
from dienests.kernel.dispatch.notified import Notified, notified
from dienests.kernel.dispatch.proving import proven
from dienests.kernel.dispatch.tests.given import a_letter, of, official
from dienests.kernel.dispatch.way import Way

HOME = "Klusā iela 5\nKlusums, LV-0000"
WEEK = timedelta(days=7)


def on_its_way(house: House, at: datetime = AT) -> Dispatch:
    letter = a_letter(house, to=False)
    arrange(at=AT)
    redirect(dispatch=of(letter), way=Way.REGISTERED, address=HOME, by=official(house), at=AT)
    return sent(dispatch=of(letter), at=at)


def test_the_addressee_was_told_on_the_day_of_the_proof_and_not_when_it_was_noted(house: House) -> None:
    row = proven(dispatch=on_its_way(house), on=date(2026, 11, 4), by=official(house), at=AT + WEEK)
    assert notified(row) == Notified(date(2026, 11, 4), proven=True)


def test_of_today_the_moment_is_now(house: House) -> None:
    row = proven(dispatch=on_its_way(house), on=AT.date(), by=official(house), at=later(1))
    assert row.delivered_at == later(1)


def test_a_proof_of_the_day_of_the_sending_stays_on_that_day(house: House) -> None:
    evening = datetime(2026, 11, 2, 19, 0, tzinfo=UTC)
    row = proven(dispatch=on_its_way(house, evening), on=date(2026, 11, 2), by=official(house), at=AT + WEEK)
    assert row.delivered_at == evening


@pytest.mark.parametrize("on", [date(2026, 11, 1), date(2026, 11, 10)])
def test_a_day_before_the_sending_or_in_the_future_is_refused(house: House, on: date) -> None:
    row = on_its_way(house)
    with pytest.raises(DispatchRefused, match="between the day on which the letter was sent and today"):
        proven(dispatch=row, on=on, by=official(house), at=AT + WEEK)
    assert Dispatch.objects.get(pk=row.pk).state == State.SENT


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 10, 24), 9), (date(2026, 10, 25), 9), (date(2027, 3, 28), 10)])
def test_a_day_stays_the_same_across_a_change_of_the_clock(house: House, day: date, hour: int) -> None:
    row = on_its_way(house)
    before, noted = datetime(2026, 10, 20, tzinfo=UTC), datetime(2027, 3, 29, 21, 30, tzinfo=UTC)
    Dispatch.objects.filter(pk=row.pk).update(sent_at=before)
    done = proven(dispatch=row, on=day, by=official(house), at=noted)
    assert done.delivered_at is not None
    assert (local_date(done.delivered_at), done.delivered_at.hour) == (day, hour)


@pytest.mark.parametrize("way", [Way.SITE, Way.MAIL])
def test_no_official_proves_what_lies_on_the_site_or_went_by_mail(house: House, way: str) -> None:
    letter = a_letter(house)
    arrange(at=AT)
    Dispatch.objects.filter(letter=letter).update(way=way, address="a@example.lv" if way == Way.MAIL else "")
    with pytest.raises(DispatchRefused, match="No proof of delivery is noted by hand"):
        proven(dispatch=of(letter), on=AT.date(), by=official(house), at=later(1))
    assert of(letter).state == State.SENT
