"""The recurring duties of the invented institutions, which their offices fulfil, and the targets that they aim at."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from dienests.kernel.calendar.days_off import LATVIA
from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.duties import routine
from dienests.kernel.duties.evidence import Kind
from dienests.kernel.duties.fulfilment import fulfil
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.indicators import measuring, snapshots
from dienests.kernel.indicators.declaration import declared
from dienests.kernel.indicators.targets import set_target
from dienests.kernel.log.streams import ActorRef
from dienests.site.demonstration.founding import ORDER, House

BEFORE = timedelta(days=9)  # so long before the due day a duty is done
DONE = {
    Kind.STATEMENT: "Izpildīts, parauga dokuments Nr. {number}/{year}",
    Kind.REFERENCE: "https://example.org/parauga-dokuments/{year}/{number}",
}


TARGETS = {"ethics.promises": "90", "ethics.days": "30"}


def aim(house: House, at: datetime, *, by: ActorRef) -> None:
    """Set the targets of an institution."""
    for each in declared():
        if each.slug in TARGETS:
            set_target(
                institution=house.institution, indicator=each, value=TARGETS[each.slug], basis=ORDER,
                valid_from=local_date(at), by=by, at=at,
            )  # fmt: skip


def keep(houses: Iterable[House], *, begin: datetime, at: datetime) -> None:
    """Let every occurrence until now appear, month by month, and fulfil those whose due day is near or past."""
    by_institution = {each.institution.pk: each for each in houses}
    number = 100
    for month in (*_months(local_date(begin), local_date(at)), None):
        until = at if month is None else start_of(month)
        routine.run(max(begin, until))
        for each in Occurrence.objects.filter(done_on__isnull=True).order_by("due", "duty", "institution"):
            moment = max(begin, _moment(each))
            if moment <= min(at, until + timedelta(days=31)):
                number += 1
                _fulfil(by_institution[each.institution_id], each, number, moment)


def measure(*, begin: datetime, at: datetime) -> None:
    """Measure every quarter and keep every year on the day after it, as the routine of those days would have."""
    first, last = local_date(begin), local_date(at)
    quarters = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10))
    moments = [start_of(day) + timedelta(hours=6) for day in quarters if first < day <= last]
    for moment in (*(each for each in moments if each < at), at):
        measuring.run(moment)
        snapshots.run(moment)


def _months(first: date, last: date) -> Iterator[date]:
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(index // 12, index % 12 + 1, 1)


def _moment(occurrence: Occurrence) -> datetime:
    day = LATVIA.next_working(max(occurrence.begins, occurrence.due - BEFORE))
    return start_of(day) + timedelta(hours=11)


def _fulfil(house: House, occurrence: Occurrence, number: int, at: datetime) -> None:
    duty = occurrence.declared
    assert duty is not None
    kind = next(each for each in duty.kinds if each in DONE)
    words = DONE[kind].format(number=number, year=local_date(at).year)
    office = duty.stand_in if duty.stand_in and _away(house, at) else duty.office
    fulfil(occurrence=occurrence, kind=kind, words=words, actor=house.acting(office, at), at=at)


def _away(house: House, at: datetime) -> bool:
    return any(begin <= local_date(at) < end for begin, end in house.leaves)
