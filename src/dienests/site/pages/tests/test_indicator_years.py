"""The years of an indicator on its page, in its CSV and in its JSON, as the demonstration has them."""

import csv
from datetime import UTC, datetime, timedelta

import pytest

from dienests.kernel.indicators import measuring, snapshots
from dienests.kernel.indicators.measurement import Measurement
from dienests.kernel.indicators.snapshot import Snapshot
from dienests.kernel.log.events import Event
from dienests.site.api.tests.given import Program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House

pytestmark = pytest.mark.django_db
HERE = "parauga-dienests"


def told(indicator: str) -> list[dict[str, object]]:
    years: list[dict[str, object]] = Program().ask(f"/institutions/{HERE}/indicators/{indicator}").json()["years"]
    return years


def test_the_demonstration_keeps_its_past_years_on_the_day_after_them(house: House) -> None:
    kept = list(Snapshot.objects.filter(indicator="ethics.days", institution__slug=HERE).order_by("year"))
    assert kept, "two years lie behind it"
    assert all((each.taken_at.year, each.taken_at.month, each.taken_at.day) == (each.year + 1, 1, 1) for each in kept)
    moments = [each.at for each in Event.objects.filter(act="measured").order_by("stream", "position")]
    assert len(moments) == Measurement.objects.count()


def test_page_csv_and_json_tell_the_same_years(house: House) -> None:
    kept = list(Snapshot.objects.filter(indicator="ethics.days", institution__slug=HERE).order_by("-year"))
    page = house.client(people.CHAIR).get("/indicators/ethics.days/").content.decode()
    assert all(f'<th scope="row" class="govuk-table__header">{each.year}</th>' in page for each in kept)
    text = house.client(people.CHAIR).get("/indicators/ethics.days/csv/").content.decode()
    rows = [row for row in csv.DictReader(text.splitlines()) if row["kept_at"]]
    assert [row["event"] for row in rows] == [str(each.event) for each in kept]
    assert [row["cases"] for row in rows] == [str(each.cases) for each in kept], "an official of it sees all"
    assert [(each["year"], each["event"], each["definition"]) for each in told("ethics.days")] == [
        (each.year, str(each.event), each.definition) for each in kept
    ]


def test_the_public_sees_no_small_count_of_a_sealed_procedure(house: House) -> None:
    later = datetime.now(UTC) + timedelta(days=370)
    measuring.run(later)
    snapshots.run(later)
    small = [each for each in Snapshot.objects.filter(institution__slug=HERE) if 0 < each.denominator < 5]
    assert small, "the told stories alone are few"
    for each in small:
        (year,) = [year for year in told(each.indicator) if year["event"] == str(each.event)]
        assert [year[name] for name in ("value", "numerator", "denominator", "cases")] == [None] * 4
        text = house.client(None).get(f"/indicators/{each.indicator}/csv/?institution={HERE}").content.decode()
        (row,) = [row for row in csv.DictReader(text.splitlines()) if row["event"] == str(each.event)]
        assert (row["value"], row["of"], row["numerator"], row["cases"]) == ("", "", "", "")
