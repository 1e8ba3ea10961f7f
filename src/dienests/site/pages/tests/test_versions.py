"""Versions in pages: a running case keeps its words, an official moves cases after a dry run, a table tells changes."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Min

from dienests.kernel.cases.case import Case
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.registry import newest
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.amendment import amended
from dienests.site.pages.tests.house import House, address, main_of

pytestmark = pytest.mark.django_db
STAGES = {f"stage_{name}": name for name in ("received", "hearing", "proposed", "in_breach_case", "informing")}
FORM = STAGES | {"stage_collected": "weighing", "basis": "Rīkojums Nr. 7"}


@pytest.fixture
def new(house: House, settings: Any, tmp_path: Path) -> Iterator[Any]:
    with amended(settings, tmp_path) as procedure:
        yield procedure


def move(house: House, who: str = people.ADMINISTRATOR, **form: str) -> Any:
    return house.client(who).post(f"{address('migrations')}?procedure=ethics-report&from={older()}", FORM | form)


def older() -> int:
    """Return the oldest version under which the demonstration began a report."""
    return int(Case.objects.filter(procedure="ethics-report").aggregate(Min("version"))["version__min"])


def running(version: int) -> int:
    return Case.objects.filter(
        procedure="ethics-report", version=version, closed_at=None, institution__slug="parauga-dienests"
    ).count()


def test_only_older_versions_with_running_cases_are_offered(house: House) -> None:
    page = main_of(house.client(people.ADMINISTRATOR).get(address("migrations")))
    assert f"from={newest()['ethics-report'].version}" not in page
    assert (f"ethics-report&amp;from={older()}" in page) == (
        running(older()) > 0 and older() < newest()["ethics-report"].version
    )
    place = f"{address('migrations')}?procedure=ethics-report&from=99"
    assert house.client(people.ADMINISTRATOR).get(place).status_code == 404


def test_only_the_administrator_moves_cases(house: House, new: Any) -> None:
    for who in (people.CHAIR, people.HEAD, people.OPENER):
        assert house.client(who).get(address("migrations")).status_code == 403
        assert move(house, who, confirmed="on").status_code == 403
    assert running(newest()["ethics-report"].version) == 0


def test_a_dry_run_comes_first_and_changes_nothing(house: House, new: Any) -> None:
    before = running(older())
    assert before > 0
    page = main_of(house.client(people.ADMINISTRATOR).get(address("migrations")))
    assert f">{before}<" in page
    answer = move(house)
    assert answer.status_code == 200
    assert f"Pārcelt {before} liet" in main_of(answer)
    assert "weighing" in main_of(answer)
    assert (running(older()), running(newest()["ethics-report"].version)) == (before, 0)


def test_what_is_not_whole_is_refused_in_a_sentence(house: House, new: Any) -> None:
    assert "nav norādīts turpinājums" in main_of(move(house, stage_collected="", confirmed="on"))
    assert move(house, basis="", confirmed="on").status_code == 422
    assert move(house, stage_collected="answered", confirmed="on").status_code == 422
    assert running(newest()["ethics-report"].version) == 0


def test_confirmed_it_moves_the_cases_and_each_tells_so(house: House, new: Any) -> None:
    house.submit(people.OPENER, "proposal", "Ierosinu.", reasoning="Vajag.")
    before = running(older())
    assert move(house, confirmed="on").status_code == 302
    assert running(older()) == 0
    assert running(newest()["ethics-report"].version) >= before
    mandate = Event.objects.filter(act="migrated").values_list("mandate", flat=True).distinct()
    assert len(mandate) == 1
    assert mandate[0] is not None
    assert verify().breaks == []
    moved = Case.objects.filter(pk__in=Event.objects.filter(act="migrated").values("stream"), stage="received")
    answers = (house.client(people.CHAIR).get(address("case", pk=each.pk)) for each in moved)
    page = main_of(next(answer for answer in answers if answer.status_code == 200))
    assert f"turpinās pēc procedūras {new.version}. versijas" in page
    assert "Pamats: Rīkojums Nr. 7" in page


def test_a_case_that_was_moved_shows_its_way_in_the_words_of_each_version(house: House, new: Any) -> None:
    begun = Case.objects.filter(procedure="ethics-report", version=older(), stage="collected", closed_at=None)
    case = begun.first()
    assert case is not None
    assert move(house, confirmed="on").status_code == 302
    case.refresh_from_db()
    assert (case.version, case.stage) == (new.version, "weighing")
    page = main_of(house.client(people.CHAIR).get(address("case", pk=case.pk)))
    assert "weighing" in page
    assert "ierosinājumu" in page or "ceturkšņa" in page, "the stage of version 1 keeps its name"
    assert "parādīt" not in page


def test_the_administrator_reads_nothing_of_a_case(house: House, new: Any) -> None:
    house.breach("Slepens stāsts par kaut ko.")
    page = house.client(people.ADMINISTRATOR).get(address("migrations")).content.decode() + move(house).content.decode()
    assert "Slepens" not in page
    assert "EK-20" not in page


def test_the_table_holds_every_act_and_says_what_an_amendment_changed(house: House, new: Any) -> None:
    page = main_of(house.client(None).get(address("procedure-table", slug="ethics-report")))
    assert f"Kas mainījies kopš {new.version - 1}. versijas" in page
    assert "actions.promise" in page
    assert "put on the table" in page.lower()
    first = main_of(house.client(None).get(address("procedure-table", slug="ethics-report") + "?version=1"))
    assert "Kas mainījies" not in first
    assert house.client(None).get(address("procedure-table", slug="ethics-report") + "?version=9").status_code == 404
    assert house.client(None).get(address("procedure-table", slug="no-such")).status_code == 404


def test_the_table_as_csv_has_a_row_for_each_act_with_its_paragraphs(house: House) -> None:
    answer = house.client(None).get(address("procedure-table-csv", slug="ethics-report"))
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    acts = newest()["ethics-report"].actions.values()
    assert [row["basis"] for row in rows] == [str(act.basis) for act in acts]
    assert [row["act"] for row in rows] == [str(act.label) for act in acts]
    assert all(row["who"] and row["from"] and row["to"] for row in rows)
