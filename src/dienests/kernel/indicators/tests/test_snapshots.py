"""The year of an indicator: kept once it is over, in the log too; a correction stands beside it and names the first."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dienests.kernel.indicators import measuring, snapshots
from dienests.kernel.indicators.measurement import Measurement
from dienests.kernel.indicators.series import series
from dienests.kernel.indicators.snapshot import Snapshot
from dienests.kernel.indicators.targets import set_target
from dienests.kernel.indicators.tests.test_indicators import a_fact, happened, institution, keeper, measured
from dienests.kernel.indicators.years import years
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.log.verify import verify
from dienests.kernel.parties.institution import Institution

__all__ = ["institution", "measured"]  # fixtures

YEAR, NEXT = date(2026, 1, 1), datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
QUARTERS = tuple(date(2026, month, 1) for month in (1, 4, 7, 10))


@pytest.fixture(autouse=True)
def a_year(institution: Institution, measured: Any) -> None:
    """Let 2026 have twelve facts, eight of them met; they came in its first quarter, which begins on the same day."""
    happened[YEAR] = [a_fact(1) for _ in range(8)] + [a_fact(0) for _ in range(4)]


def share(institution: Institution) -> list[Snapshot]:
    return list(Snapshot.objects.filter(institution=institution, indicator="trial.share", year=2026))


def routine(at: datetime = NEXT) -> int:
    measuring.run(at)
    return snapshots.run(at)


def test_a_year_that_is_over_is_kept_once_with_everything_it_rests_on(institution: Institution, measured: Any) -> None:
    item = measured.items["share"]
    set_target(
        institution=institution, indicator=item, value="60", basis="rīk. 2", valid_from=date(2026, 1, 1), by=SYSTEM,
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert routine(datetime(2026, 12, 31, 12, 0, tzinfo=UTC)) == 3, "only 2025, of three indicators, is over"
    assert not share(institution)
    assert routine() == 3
    assert routine() == 0
    (kept,) = share(institution)
    facts = happened[YEAR]
    assert (kept.value, kept.target) == (Decimal("66.7"), Decimal(60))
    assert (kept.numerator, kept.denominator, kept.cases) == (8, len(facts), len(facts))
    assert kept.definition == item.digest()
    assert kept.taken_at == NEXT


def test_the_log_says_what_the_snapshot_says(institution: Institution, measured: Any) -> None:
    routine()
    (kept,) = share(institution)
    event = Event.objects.get(pk=kept.event)
    said = event.payload
    assert event.act == "year-kept"
    assert (said["indicator"], said["institution"], said["year"], said["first"]) == ("trial.share", "trial", 2026, None)
    assert (said["value"], said["numerator"], said["denominator"], said["cases"]) == ("66.7", 8, 12, 12)
    assert (said["definition"], said["facts"]) == (kept.definition, kept.facts)
    assert verify().breaks == []


def test_a_late_correction_makes_a_further_snapshot_that_names_the_first(
    institution: Institution, measured: Any
) -> None:
    routine()
    for number in (2, 3):
        happened[YEAR] = [*happened[YEAR], a_fact(0)]
        measuring.measure(institution=institution, indicator=measured.items["share"], begins=YEAR, at=NEXT)
        assert snapshots.run(NEXT) == 1, number
        assert snapshots.run(NEXT) == 0
    first, second, third = share(institution)
    assert [each.first for each in (first, second, third)] == [None, first, first]
    assert (first.value, first.denominator) == (Decimal("66.7"), 12), "what was kept stays"
    assert (second.denominator, third.denominator) == (13, 14)
    assert Event.objects.get(pk=third.event).payload["first"] == str(first.event)
    assert [each.corrects for each in years(measured.items["share"], institution.pk, reader=None)][:3] == [
        None, first, first,
    ]  # fmt: skip


def test_what_an_office_enters_late_is_kept_beside_the_empty_year(institution: Institution, measured: Any) -> None:
    actor, told = keeper(institution), measured.items["told"]
    routine()
    measuring.enter(
        institution=institution, indicator=told, begins=QUARTERS[3], value="85,5", words="Nr. 7", actor=actor, at=NEXT
    )
    snapshots.run(NEXT)
    empty, entered = Snapshot.objects.filter(indicator="trial.told", year=2026).order_by("position")
    assert (empty.value, entered.value, entered.words) == (None, Decimal("85.5"), "Nr. 7")


def test_the_database_keeps_snapshots(institution: Institution, measured: Any) -> None:
    routine()
    for change in (lambda rows: rows.update(value=1), lambda rows: rows.delete()):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change(Snapshot.objects.all())


def test_two_processes_keep_a_year_once(
    institution: Institution, measured: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    routine()
    monkeypatch.setattr(snapshots, "_kept", dict)  # what the other process saw before
    assert snapshots.run(NEXT) == 0
    assert len(share(institution)) == 1


def test_a_year_that_is_not_over_is_not_kept(institution: Institution, measured: Any) -> None:
    with pytest.raises(AssertionError):
        snapshots.take(
            institution=institution, indicator=measured.items["share"], year=2026,
            at=datetime(2026, 12, 31, 21, 59, tzinfo=UTC),
        )  # fmt: skip


def test_the_definition_that_was_in_force_is_told_apart_from_a_later_one(
    institution: Institution, measured: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    routine()
    item = measured.items["share"]
    assert years(item, institution.pk, reader=None)[0].same
    monkeypatch.setattr(item, "definition", "y")
    assert not years(item, institution.pk, reader=None)[0].same


@pytest.fixture
def guarded(measured: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return an indicator whose small counts the public does not see."""
    for module in ("years", "series"):
        name = f"dienests.kernel.indicators.{module}.is_known"
        monkeypatch.setattr(name, lambda indicator, reader: reader is not None)
    return measured.items["days"]


def of_quarters(institution: Institution, *sizes: int) -> None:
    """Keep a year whose quarters have so many facts."""
    for quarter, size in zip(QUARTERS, sizes, strict=True):
        Measurement.objects.create(
            institution=institution, indicator="trial.days", begins=quarter, ends=date(2099, 1, 1), position=1, of=size,
            value=1, facts="0" * 64, measured_at=NEXT,
        )  # fmt: skip
    Snapshot.objects.create(
        institution=institution, indicator="trial.days", year=2026, position=1, value=7, denominator=sum(sizes),
        cases=sum(sizes), definition="0" * 64, behind=4, taken_at=NEXT,
        event=Event.objects.create(
            stream_kind="trial", stream="0" * 32, position=1, at=NEXT, act="x", commitment=b"", previous=b"", leaf=b""
        ).pk,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ((1, 1, 1, 1), True),  # four in all
        ((6, 6, 6, 6), False),
        ((6, 6, 6, 2), True),  # 20 - 18 = 2 would be told
        ((6, 6, 3, 3), False),  # the six of two quarters may be shared in several ways
        ((6, 6, 4, 4), True),  # eight of two quarters below five: four each
        ((6, 6, 6, 0), True),  # nothing is a count below five too
    ],
)
def test_a_year_tells_no_count_below_five_not_even_by_taking_away(
    institution: Institution, guarded: Any, sizes: tuple[int, ...], hidden: bool
) -> None:
    of_quarters(institution, *sizes)
    (year,) = years(guarded, institution.pk, reader=None)
    assert year.hidden is hidden
    assert (year.value is None) is hidden
    assert all((count is None) is hidden for name, count in year.counts.items() if name != "numerator")


@pytest.mark.parametrize(("met", "told"), [(7, True), (10, False), (12, True), (2, False), (0, True)])
def test_the_small_part_of_a_share_is_not_counted_out_in_public(
    institution: Institution, guarded: Any, measured: Any, met: int, told: bool
) -> None:
    happened[YEAR] = [a_fact(1) for _ in range(met)] + [a_fact(0) for _ in range(12 - met)]
    happened.update({quarter: [a_fact() for _ in range(6)] for quarter in QUARTERS[1:]})  # none of them is hidden
    routine()
    item = measured.items["share"]
    seen = {each.snapshot.year: each for each in years(item, institution.pk, reader=None)}[2026]
    assert seen.counts["denominator"] == (12 if told else None)
    quarter = next(each for each in series(item, institution.pk, reader=None) if each.begins == YEAR)
    assert (quarter.value is None, quarter.of) == (False, 12 if told else None), "nor by the quarter"
