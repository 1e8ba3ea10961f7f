"""The record of processing is derived whole: every datum that any act asks stands in it, with its basis and readers."""

import csv
import json
from datetime import date
from io import StringIO
from typing import Any

import pytest

from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms import retention
from dienests.kernel.norms.declared import ParameterError, declared
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.norms.proposal import Proposal
from dienests.kernel.parties.institution import Institution
from dienests.kernel.procedures.registry import newest
from dienests.site.pages.days import now
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of

pytestmark = pytest.mark.django_db


def record(house: House) -> list[dict[str, Any]]:
    answer = house.client(None).get(address("processing-json"))
    assert answer.status_code == 200
    found: list[dict[str, Any]] = json.loads(answer.content)["processing"]
    return found


def one(rows: list[dict[str, Any]], procedure: str | None, field: str) -> dict[str, Any]:
    (found,) = (each for each in rows if (each["procedure"], each["field"]) == (procedure, field))
    return found


def test_every_datum_of_every_procedure_stands_in_the_record(house: House) -> None:
    rows = record(house)
    for procedure in newest().values():
        for action in procedure.actions.values():
            for name in (*action.fields, *action.sets):
                row = one(rows, procedure.slug, name)
                assert str(action.label) in row["purpose"], (procedure.slug, name)
                assert row["basis"], (procedure.slug, name)


def test_who_reads_a_datum_is_who_may_read_it(house: House) -> None:
    account = one(record(house), "ethics-report", "account")
    assert account["sealed"] is True
    report = newest()["ethics-report"]
    listed = {
        str(role.label) for role in report.roles.values() if any(c.slug == account["category"] for c in role.reads)
    }
    assert listed <= set(account["readers"])
    assert str(report.roles["employee"].label) in account["readers"], "who gave it reads it"
    assert str(report.roles["head"].label) not in account["readers"]
    assert one(record(house), "ethics-report", "reason")["readers"] == ["ikviens, kas redz lietu"]


def test_a_datum_that_a_letter_or_another_procedure_takes_says_so(house: House) -> None:
    rows = record(house)
    assert str(newest()["ethics-case"].title) in one(rows, "ethics-report", "about")["recipients"]
    letters = one(rows, "ethics-report", "message")["recipients"]
    assert [each for each in letters if str(newest()["ethics-report"].roles["employee"].label) in each]


def test_the_name_of_the_reporter_is_a_datum_of_its_own(house: House) -> None:
    assert one(record(house), "ethics-report", "employee.identity")["category"] == "reporter"


def test_a_period_that_nobody_set_is_not_set_and_one_that_was_is_shown_with_its_basis(house: House) -> None:
    page = house.client(None).get(address("processing"))
    assert "avotos nav noteikts" in main_of(page) or "nav noteikt" in main_of(page)
    institution = Institution.objects.order_by("pk")[0]
    asked = declared("retention.report-content")
    assert (asked.kind, asked.basis) == ("retention", "vpd-ethics-code-2026:20")
    set_parameter(
        institution=institution, slug=asked.slug, value="months:60", basis="Lietu nomenklatūra, 7. p.",
        valid_from=date(2020, 1, 1), by=SYSTEM, at=now(),
    )  # fmt: skip
    (kept,) = one(record(house), "ethics-report", "account")["kept"]
    assert kept == f"5 gadi ({institution.name}, Lietu nomenklatūra, 7. p.)"
    assert kept in main_of(house.client(None).get(address("processing")))


@pytest.mark.parametrize("value", ["months:0", "5", "years:5", "working_days:10", ""])
def test_what_is_no_period_is_refused(house: House, value: str) -> None:
    with pytest.raises(ParameterError):
        declared("retention.report-content").check(value)


def test_periods_are_said_in_years_where_they_are_whole() -> None:
    said = [retention.words(value) for value in ("months:12", "months:60", "months:120", "months:18", "permanently")]
    assert said == ["1 gads", "5 gadi", "10 gadi", "18 mēneši", "pastāvīgi"]


def test_an_administrator_proposes_a_period_in_the_page(house: House) -> None:
    form = {"years": "10", "valid_from": "2026-01-01", "basis": "Rīkojums Nr. 4"}
    place = address("parameter", slug="retention.report-content")
    assert house.client(people.ADMINISTRATOR).post(place, form).status_code == 302
    assert Proposal.objects.get(slug="retention.report-content").value == "months:120", "another official approves it"
    assert one(record(house), "ethics-report", "account")["kept"] == []


def test_what_the_house_itself_keeps_is_declared(house: House) -> None:
    rows = record(house)
    for name in ("persons", "personal-codes", "accounts", "sessions", "reads", "participants", "log", "letters"):
        assert one(rows, None, name)["purpose"]
    assert "8 h" in one(rows, None, "sessions")["kept"][0]


def test_the_table_holds_what_the_page_and_the_json_hold(house: House) -> None:
    answer = house.client(None).get(address("processing-csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(StringIO(answer.content.decode())))
    rows = record(house)
    assert [each["field"] for each in lines] == [each["field"] for each in rows]
    assert [each["purpose"] for each in lines] == ["; ".join(each["purpose"]) for each in rows]


def test_it_costs_the_same_however_many_data_there_are(house: House, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        house.client(None).get(address("processing"))
