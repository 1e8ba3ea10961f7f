"""Indicators: measured once by the machine, kept as measured, entered with a document, aimed at with a basis."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dienests.kernel.access.accounts import open_account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.indicators import declaration
from dienests.kernel.indicators.facts import digest
from dienests.kernel.indicators.language import (
    DOWN,
    ENTERED,
    UP,
    Fact,
    Indicators,
    indicator,
    median_of,
    rulebook,
    share_of,
)  # fmt: skip
from dienests.kernel.indicators.measurement import Measurement
from dienests.kernel.indicators.measuring import enter, measure, quarter_of, run, stream_of
from dienests.kernel.indicators.numbers import IndicatorRefusal
from dienests.kernel.indicators.series import series
from dienests.kernel.indicators.targets import set_target
from dienests.kernel.log.streams import SYSTEM, history
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import establish_office, found_institution
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.people import register_person

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
FIRST = date(2026, 1, 1)
code = rulebook("vpd-ethics-code-2026")
HOW: dict[str, Any] = {"basis": "rīk. 1", "by": SYSTEM, "at": AT}
happened: dict[date, list[Fact]] = {}


def _facts(institution: int, begins: date, ends: date) -> Iterator[Fact]:
    return iter(happened.get(begins, ()))


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> type[Indicators]:
    monkeypatch.setattr(declaration, "_declared", [])
    happened.clear()
    common: dict[str, Any] = {"definition": "x", "direction": UP}

    class Trial(Indicators, slug="trial"):
        share = indicator("share", code["2"], unit="%", source=_facts, reckoned=share_of, **common)
        told = indicator("told", code["2"], unit="%", source=ENTERED, office="keeper", **common)
        days = indicator("days", code["2"], definition="x", unit="d", direction=DOWN, source=_facts, reckoned=median_of)

    return Trial


@pytest.fixture
def institution(db: None) -> Institution:
    return found_institution(
        slug="trial", name_lv="I", name_en="I", is_demonstration=True, founded_on=date(2025, 11, 1), **HOW
    )


def keeper(institution: Institution) -> Actor:
    """Return somebody who holds the office of the indicator."""
    office = establish_office(institution=institution, slug="keeper", title_lv="k", title_en="k", **HOW)
    person = register_person(given_name="A", family_name="B", **HOW)
    appoint(office=office, person=person, valid_from=date(2026, 1, 1), order_number="1", by=SYSTEM, at=AT)
    return actor_for(open_account(person=person, login="ab", **HOW), date(2026, 5, 4))


def a_fact(value: int = 1) -> Fact:
    """Return a fact of a case of its own."""
    return Fact(uuid4(), uuid4(), value)


def test_each_quarter_that_is_over_is_measured_once(institution: Institution, measured: Any) -> None:
    happened[FIRST] = [a_fact(1), a_fact(1), a_fact(0)]
    assert run(AT) == 4, "two quarters since the founding, two indicators"
    assert run(AT) == 0
    row = Measurement.objects.get(indicator="trial.share", begins=FIRST)
    assert (row.value, row.of, row.measured_by) == (Decimal("66.7"), 3, None)
    assert row.facts == digest(happened[FIRST])
    assert Measurement.objects.get(indicator="trial.share", begins=date(2025, 10, 1)).value is None
    assert [each.act for each in history(stream_of(institution, measured.items["share"]))] == ["measured", "measured"]


def test_a_past_figure_never_changes_and_a_recount_stands_beside_it(institution: Institution, measured: Any) -> None:
    happened[FIRST] = [a_fact(1)]
    run(AT)
    share = measured.items["share"]
    assert measure(institution=institution, indicator=share, begins=FIRST, at=AT) is None, "the same facts"
    happened[FIRST] += [a_fact(0)]
    again = measure(institution=institution, indicator=share, begins=FIRST, at=AT)
    assert again is not None
    assert (again.position, again.value) == (2, Decimal(50))
    assert list(Measurement.objects.filter(indicator="trial.share", begins=FIRST).order_by("position").values_list(
        "value", flat=True)) == [Decimal(100), Decimal(50)]  # fmt: skip
    last = series(share, institution.pk, reader=None)[-1]
    assert (last.value, last.times) == (Decimal(50), 2)


def test_the_database_keeps_measurements(institution: Institution, measured: Any) -> None:
    run(AT)
    for change in (lambda rows: rows.update(value=1), lambda rows: rows.delete()):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change(Measurement.objects.all())
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.create(
            institution=institution, indicator="x", begins=FIRST, ends=date(2026, 4, 1), position=1, measured_at=AT
        )


def test_a_quarter_that_is_not_over_is_not_measured(institution: Institution, measured: Any) -> None:
    with pytest.raises(IndicatorRefusal):
        measure(institution=institution, indicator=measured.items["share"], begins=date(2026, 4, 1), at=AT)
    assert quarter_of(date(2026, 12, 31)) == (date(2026, 10, 1), date(2027, 1, 1))


def test_a_value_is_entered_by_its_office_from_a_document(institution: Institution, measured: Any) -> None:
    told, actor = measured.items["told"], keeper(institution)
    given: dict[str, Any] = {"institution": institution, "begins": FIRST, "actor": actor, "at": AT}
    with pytest.raises(IndicatorRefusal):
        enter(**given, indicator=measured.items["share"], value="1", words="Nr. 1")
    for value, words in (("daudz", "Nr. 1"), ("NaN", "Nr. 1"), ("85", " "), ("1e30", "Nr. 1")):
        with pytest.raises(IndicatorRefusal):
            enter(**given, indicator=told, value=value, words=words)
    made = enter(**given, indicator=told, value="85,5", words="Nr. 1")
    assert (made.value, made.measured_by) == (Decimal("85.5"), actor.offices[0].mandate)


def test_a_target_is_dated_and_ends_where_the_next_begins(institution: Institution, measured: Any) -> None:
    share = measured.items["share"]
    given: dict[str, Any] = {"institution": institution, "indicator": share, "by": SYSTEM, "at": AT}
    happened[FIRST] = [a_fact(1), a_fact(0)]
    run(AT)
    set_target(**given, value="90", basis="rīk. 2", valid_from=date(2025, 11, 1))
    set_target(**given, value="40", basis="rīk. 3", valid_from=date(2026, 3, 31))
    with pytest.raises(IndicatorRefusal):
        set_target(**given, value="50", basis="rīk. 4", valid_from=date(2026, 3, 31))
    with pytest.raises(IndicatorRefusal):
        set_target(**given, value="50", basis="", valid_from=date(2026, 6, 1))
    points = series(share, institution.pk, reader=None)
    assert [each.target for each in points] == [Decimal(90), Decimal(40)]
    assert points[-1].reached is True


def test_facts_in_any_order_have_one_digest() -> None:
    one, other = Fact(UUID(int=1), UUID(int=2), 1), Fact(UUID(int=3), UUID(int=4), 0)
    assert digest([one, other]) == digest([other, one]) != digest([one])
