"""States, figures and evidence of paragraphs follow what happened, and tell each reader no more than is due."""

from datetime import date, timedelta
from typing import Any

import pytest

from dienests.kernel.account.carriers import carried_by, carriers
from dienests.kernel.account.evidence import deeds
from dienests.kernel.account.figures import figures
from dienests.kernel.account.states import State, insight, states
from dienests.kernel.account.tally import count
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import AT, House, later
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.norms import outline

ACT = "vpd-ethics-code-2026"
TODAY = date(2026, 12, 31)


def visit(house: House, hours: float = 0, **fields: Any) -> Case:
    asked = {"kind": "short", "reason": "rest", "secret": "a marker", **fields}
    return start(procedure=Visits, action="ask", actor=house.actor("anna"), at=later(hours), fields=asked)


def act(house: House, case: Case, action: str, who: str, hours: float, **fields: Any) -> Case:
    case = Case.objects.get(pk=case.pk)
    return perform(case=case, action=action, actor=house.actor(who, later(hours)), at=later(hours), fields=fields)


def state(house: House, address: str, on: date = TODAY, who: str = "walter") -> State:
    return states(outline.act(ACT), on=on, today=TODAY, reader=house.actor(who))[address]


@pytest.mark.django_db
def test_a_promised_answer_runs_is_overdue_and_is_done(house: House) -> None:
    assert state(house, "19") in (State.IDLE, State.NOT_SET)
    case = act(house, visit(house), "promise", "walter", 1, answer_by=local_date(later(24 * 9)))
    due = local_date(later(24 * 9))
    assert state(house, "19", on=due) is State.RUNNING
    assert state(house, "19", on=due + timedelta(days=1)) is State.OVERDUE
    act(house, case, "admit", "walter", 24 * 10)
    run = figures(carried_by(ACT, "19"), on=TODAY, today=TODAY, institution=house.institution.pk)
    assert (run.in_time, run.late, run.overdue) == (0, 1, 0)


@pytest.mark.django_db
def test_a_term_that_no_document_and_no_parameter_sets_is_not_set(house: House) -> None:
    assert state(house, "25") is State.NOT_SET


@pytest.mark.django_db
def test_before_the_act_was_issued_nothing_has_a_state(house: House) -> None:
    visit(house)
    assert states(outline.act(ACT), on=date(2026, 2, 26), today=TODAY, reader=house.actor("walter")) == {}
    assert states(outline.act(ACT), on=date(2026, 2, 27), today=TODAY, reader=house.actor("walter")) != {}


@pytest.mark.django_db
def test_of_a_sealed_procedure_the_public_learns_only_that_it_is_introduced(house: House) -> None:
    act(house, visit(house), "promise", "walter", 1, answer_by=local_date(later(48)))
    known = states(outline.act(ACT), on=TODAY, today=TODAY, reader=None)
    carried = {address for act, address in carriers() if act == ACT}
    assert {known[address] for address in carried} == {State.INTRODUCED}
    assert "house-visit" not in insight(None)
    assert "house-visit" not in insight(house.actor("anna")), "a guest has no office in the procedure"
    assert "house-visit" in insight(house.actor("walter"))
    assert deeds(carried_by(ACT, "19"), on=TODAY, reader=None) == []


@pytest.mark.django_db
def test_another_institution_counts_and_shows_nothing_of_ours(house: House, other_house: House) -> None:
    act(house, visit(house), "promise", "walter", 1, answer_by=local_date(later(48)))
    stranger = other_house.actor("walter")
    assert state(other_house, "19") in (State.IDLE, State.NOT_SET)
    assert deeds(carried_by(ACT, "19"), on=TODAY, reader=stranger) == []
    assert figures(carried_by(ACT, "19"), on=TODAY, today=TODAY, institution=other_house.institution.pk).done == 0


@pytest.mark.django_db
def test_evidence_is_the_acts_that_the_reader_may_see_newest_first(house: House) -> None:
    case = visit(house)
    for hour in range(1, 4):
        act(house, case, "promise", "walter", hour, answer_by=local_date(later(24 * 20 + hour)))
    found = deeds(carried_by(ACT, "19"), on=TODAY, reader=house.actor("walter"))
    own = [deed for deed in found if deed.action.name == "promise"]
    assert [deed.position for deed in own] == [4, 3, 2]
    assert {deed.case for deed in own} == {case.pk}
    assert deeds(carried_by(ACT, "19"), on=local_date(AT) - timedelta(days=1), reader=house.actor("walter")) == []


@pytest.mark.django_db
def test_a_past_day_is_counted_as_that_day_itself_was_counted(house: House) -> None:
    seen = {}
    case = visit(house)
    steps = [("promise", {"answer_by": local_date(later(24 * 30))}), ("admit", {}), ("inspect", {})]
    for day, (action, fields) in enumerate(steps, start=1):
        on = local_date(later(24 * (day - 1)))
        seen[on] = count(on, house.institution.pk)
        act(house, case, action, "walter" if action != "inspect" else "peter", 24 * day, **fields)
    for on, then in seen.items():
        now = count(on, house.institution.pk)
        assert now.acts == then.acts
        assert {key: +n for key, n in now.standing.items()} == {key: +n for key, n in then.standing.items()}
        assert {key: (t.open, t.kept) for key, t in now.terms.items()} == {
            key: (t.open, t.kept) for key, t in then.terms.items()
        }


@pytest.mark.django_db
def test_days_are_counted_from_the_beginning_of_the_stage(house: House) -> None:
    case = act(house, visit(house), "promise", "walter", 24 * 2, answer_by=local_date(later(24 * 30)))
    act(house, case, "admit", "walter", 24 * 5)
    found = figures(carried_by(ACT, "22"), on=TODAY, today=TODAY, institution=house.institution.pk)
    assert found.days == 5
    assert [quarter.done for quarter in found.quarters if quarter.done] == [found.done]
    assert len(found.quarters) == 8
