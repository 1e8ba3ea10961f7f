"""Withdrawing: by the opener, while nothing is decided, and with what the procedure declares."""

from typing import Any
from uuid import uuid4

import pytest

from dienests.kernel.cases.tests.house.models import code
from dienests.kernel.cases.tests.house.people import AT, House, a_house, declared
from dienests.kernel.cases.tests.house.playing import act, visit, visit_at
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.cases.tests.house.stays import Stays
from dienests.kernel.cases.verbs import start
from dienests.kernel.handling.tests.given import WHY, acts, do
from dienests.kernel.procedures import not_withdrawn, stays_open
from dienests.kernel.procedures.digest import outline
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.soundness import faults

pytestmark = pytest.mark.django_db


def test_a_withdrawn_case_is_closed_and_its_terms_stop(house: House) -> None:
    case = visit_at(house, "checked")
    do(house, "withdraw", case, "anna")
    assert (case.stage, case.turn, case.due) == ("withdrawn", "", None)
    assert case.closed_at
    assert not case.term_runs.filter(stopped_on__isnull=True).exists()
    with pytest.raises(Refusal, match="“withdrawn”"):
        act(house, case, "settle", "walter", 40)


def test_what_stood_still_when_a_case_was_withdrawn_is_put_off_and_not_late() -> None:
    with declared(Stays):
        house = a_house()
        case = start(procedure=Stays, action="ask", actor=house.actor("anna"), at=AT, fields={"reason": "a rest"})
        act(house, case, "request", "walter", 24, note="which day?")
        do(house, "withdraw", case, "anna", 24 * 90)
    runs = {run.slug: run for run in case.term_runs.all()}
    assert case.closed_at
    assert not any(run.suspended_on or run.stopped_on is None for run in runs.values())
    assert (runs["answer"].late, runs["answer"].suspended_days) == (False, 89)
    assert runs["supplement"].late, "nothing stood still there"


@pytest.mark.parametrize("who", ["berta", "walter", "karl", "cilda"])
def test_nobody_else_withdraws_it(house: House, who: str) -> None:
    case = visit(house)
    with pytest.raises(Refusal):
        do(house, "withdraw", case, who)
    assert acts(case) == ["ask"]


def test_after_a_decision_it_is_too_late(house: House) -> None:
    case = visit_at(house, "done")
    with pytest.raises(Refusal, match="nothing left"):
        do(house, "withdraw", case, "anna")


def test_a_withdrawal_sent_twice_is_one(house: House) -> None:
    case, form = visit(house), uuid4()
    for _time in range(2):
        do(house, "withdraw", case, "anna", form=form)
    assert acts(case) == ["ask", "withdraw_case"]


def test_a_withdrawn_case_is_reopened_where_it_stood(house: House) -> None:
    case = visit_at(house, "checked")
    do(house, "withdraw", case, "anna")
    do(house, "reopen", case, "walter", 21, **WHY)
    assert (case.stage, case.due) == ("checked", None)


def test_a_procedure_may_go_on_or_refuse(house: House, monkeypatch: Any) -> None:
    monkeypatch.setattr(Visits, "withdrawal", stays_open(code["25"], "the council must look at it"))
    case = visit(house)
    do(house, "withdraw", case, "anna")
    assert (case.stage, case.closed_at, acts(case)) == ("asked", None, ["ask", "withdraw_case"])
    with pytest.raises(Refusal, match="already"):
        do(house, "withdraw", case, "anna", 21)
    monkeypatch.setattr(Visits, "withdrawal", not_withdrawn(code["25"], "it is a duty"))
    with pytest.raises(Refusal, match="cannot be withdrawn: it is a duty"):
        do(house, "withdraw", visit(house), "anna")


def test_the_digest_covers_what_is_declared_and_nothing_else(monkeypatch: Any) -> None:
    assert "withdrawal" not in outline(Visits)
    monkeypatch.setattr(Visits, "withdrawal", stays_open(code["25"], "one reading"))
    one = outline(Visits)["withdrawal"]
    monkeypatch.setattr(Visits, "withdrawal", stays_open(code["25"], "the same in other words"))
    assert outline(Visits)["withdrawal"] == one


@pytest.mark.parametrize("name", ["withdraw_case", "add_note", "withdrawn", "correct_act"])
def test_a_procedure_declares_no_generic_act(monkeypatch: Any, name: str) -> None:
    monkeypatch.setitem(Visits.items, name, Visits.admit)
    assert any(f"'{name}' is a name of the engine" in sentence for sentence in faults(Visits))
