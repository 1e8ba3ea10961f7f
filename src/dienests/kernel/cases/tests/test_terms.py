"""Terms run, are kept, are promised, or are set by nobody; the case stores the open due day."""

from datetime import date

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import act, day, visit, visit_at
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.cases.verbs import start
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db


def runs(case: Case) -> list[tuple[str, str, date | None, date | None]]:
    return [(run.slug, run.value, run.due, run.stopped_on) for run in TermRun.objects.filter(case=case).order_by("pk")]


def test_a_declared_term_runs_until_it_is_stopped(house: House) -> None:
    case = act(house, visit(house), "inspect", "peter")
    assert case.due == date(2026, 11, 16), "ten working days from a Monday"
    assert runs(case) == [("check", "working_days:10", case.due, None)]
    case = act(house, case, "pass_on", "walter", 48)
    assert case.due is None
    assert runs(case) == [("check", "working_days:10", date(2026, 11, 16), day(48))]


def test_a_promise_is_due_on_its_day_and_may_be_given_anew(house: House) -> None:
    case = act(house, visit(house), "promise", "walter", answer_by=day(24 * 7))
    assert case.due == day(24 * 7)
    case = act(house, case, "promise", "walter", 24, answer_by=day(24 * 9))
    assert case.due == day(24 * 9)
    assert [run[3] for run in runs(case)] == [day(24), None]
    last = Event.objects.filter(stream=case.pk).latest("position")
    assert last.payload == {
        "answer_by": day(24 * 9).isoformat(),
        "term": {"slug": "reply", "value": "promised:answer_by", "due": day(24 * 9).isoformat()},
    }


def test_a_day_that_has_passed_is_not_promised(house: House) -> None:
    case = visit(house)
    with pytest.raises(Refusal, match="already passed") as no:
        act(house, case, "promise", "walter", 24, answer_by=day(0))
    assert set(no.value.fields) == {"answer_by"}
    assert runs(case) == []
    assert act(house, case, "promise", "walter", 24, answer_by=day(24)).due == day(24), "today is still a day"


def test_an_unset_term_stops_nothing_and_has_no_due_day(house: House) -> None:
    case = visit_at(house, "hearing")
    assert case.due is None
    assert runs(case)[-1] == ("sitting", "", None, None)
    assert act(house, case, "decide", "walter", 9, verdict="granted").stage == "done"


def test_a_parameter_of_the_institution_sets_it(house: House, other_house: House) -> None:
    set_parameter(
        institution=house.institution, slug="house-visit.sitting", value="working_days:5", basis="by-laws, 3",
        valid_from=date(2026, 1, 1), by=SYSTEM, at=later(0),
    )  # fmt: skip
    case = visit_at(house, "hearing")
    assert (case.due, runs(case)[-1][1]) == (date(2026, 11, 9), "working_days:5")
    assert visit_at(other_house, "hearing").due is None
    karl = house.actor("karl")
    opened = start(procedure=Visits, action="register", actor=karl, at=later(0), fields={"reason": "a rest"})
    assert opened.due == date(2026, 11, 9), "the first act starts it as well"


def test_a_term_that_does_not_run_is_stopped_without_harm(house: House) -> None:
    case = act(house, visit(house), "promise", "walter", answer_by=day(24 * 7))
    case = act(house, case, "withdraw", "anna", 24)
    assert case.due is None
    assert [run[3] for run in runs(case)] == [day(24)]
    assert TermRun.objects.get(case=case).late is False


def test_a_late_answer_is_late(house: House) -> None:
    case = act(house, visit(house), "promise", "walter", answer_by=day(24))
    act(house, case, "admit", "walter", 24 * 3)
    assert TermRun.objects.get(case=case).late is True
