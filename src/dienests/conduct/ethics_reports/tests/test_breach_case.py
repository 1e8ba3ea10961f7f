"""The breach case that a report leads to: opened once, seen by the Commission alone; its end moves the report on."""

import pytest

from dienests.conduct.ethics_cases.facade import ETHICS_CASE
from dienests.conduct.ethics_reports.tests.given import AT, House, act, proposed
from dienests.kernel.cases import outbox
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import visible
from dienests.kernel.log.events import Event
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import newest


@pytest.fixture
def report_in_case(house: House) -> Case:
    """A report whose breach case was opened."""
    return act(house, proposed(house), "Vilma", "open_case", reasons="It is grave.")


def test_E36_one_breach_case_is_opened_however_often_the_outbox_runs(report_in_case: Case) -> None:
    for _again in range(3):
        outbox.run_pending(at=AT)
    assert report_in_case.children.count() == 1
    opened = Event.objects.get(stream=report_in_case.children.get().pk)
    assert (opened.act, opened.mandate, opened.participant) == ("open_case", None, None)


def test_E37_the_commission_sees_it_and_nobody_else(house: House, other: House, report_in_case: Case) -> None:
    breach = report_in_case.children.get()
    assert {who for who in house.people if breach in visible(house.actor(who))} == {"Aivis", "Mara", "Liva"}
    assert not [who for who in other.people if breach in visible(other.actor(who))]


def test_E37_only_the_chair_records_the_decision_with_its_grounds(house: House, report_in_case: Case) -> None:
    breach = report_in_case.children.get()
    for who in ("Vilma", "Ojars", "Liva", "Mara", "Jekabs", "Peteris"):
        with pytest.raises(Refusal):
            act(house, breach, who, "decide", finding="none", grounds="None.")
    with pytest.raises(Refusal) as refused:
        act(house, breach, "Aivis", "decide", finding="none")
    assert set(refused.value.fields) == {"grounds"}


def test_E37_the_term_of_the_by_laws_runs_once_it_is_set(house: House) -> None:
    set_parameter(
        institution=house.institution, slug="ethics-case.examination", value="months:1", basis="by-laws 12",
        valid_from=AT.date(), by=house.actor("Vilma").ref(house.actor("Vilma").offices[0].mandate), at=AT,
    )  # fmt: skip
    case = act(house, proposed(house), "Vilma", "open_case", reasons="It is grave.")
    assert str(case.children.get().due) == "2026-12-02"


def test_E37_E38_the_decision_brings_the_report_to_the_letter(house: House, report_in_case: Case) -> None:
    act(house, report_in_case.children.get(), "Aivis", "decide", finding="breach", grounds="It was seen by two.")
    above = Case.objects.get(pk=report_in_case.pk)
    assert (above.stage, above.turn) == ("informing", "personnel")
    concluded = Event.objects.filter(stream=above.pk).latest("position")
    assert (concluded.act, concluded.mandate) == ("conclude", None)
    assert newest()[ETHICS_CASE].slug == ETHICS_CASE
