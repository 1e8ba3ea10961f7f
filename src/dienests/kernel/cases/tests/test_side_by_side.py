"""Several at once: one wins and the others are told; one form makes one case, however often it arrives."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.outbox import run_pending
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import SHORT, act, visit, visit_at
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.letters.models import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.tables.tests.side_by_side import side_by_side

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run all calls at the same moment; a refusal is an answer too."""
    return side_by_side(*calls, refused=Refusal)


def doing(house: House, case: Case, who: str, action: str, **fields: Any) -> Callable[[], Case]:
    """Return the act of somebody who has the page of a case before them."""
    actor = house.actor(who, later(1))
    return lambda: perform(case=case, action=action, actor=actor, at=later(1), fields=fields, revision=case.revision)


def test_a_revision_that_the_case_does_not_have_yet_is_refused(house: House) -> None:
    case = visit(house)
    with pytest.raises(Refusal, match="no such revision yet") as told:
        perform(
            case=case, action="admit", actor=house.actor("walter", later(1)), at=later(1), revision=case.revision + 1
        )
    assert told.value.kind == "revision"
    assert Event.objects.filter(stream=case.pk).count() == 1


@pytest.mark.parametrize("_round", range(4))
def test_of_two_officials_one_wins_and_the_other_is_told_who_and_what(house: House, _round: int) -> None:
    case = visit(house)
    answers = at_once(doing(house, case, "walter", "admit"), doing(house, case, "peter", "inspect"))
    (winner,) = (each for each in answers if isinstance(each, Case))
    (told,) = (each for each in answers if isinstance(each, Refusal))
    by_walter = winner.stage == "opened"
    assert told.kind == "revision"
    assert ("Walter" if by_walter else "Peter") in str(told)
    assert ("“admit”" if by_walter else "“inspect”") in str(told)
    assert Event.objects.filter(stream=case.pk).count() == winner.revision == 2
    assert verify().breaks == []


def test_of_many_who_do_the_same_one_does_it(house: House) -> None:
    case = visit(house)
    answers = at_once(*(doing(house, case, "walter", "admit") for _each in range(5)))
    assert [type(each) for each in answers].count(Case) == 1
    assert {each.kind for each in answers if isinstance(each, Refusal)} == {"revision"}


def test_without_a_page_the_stage_decides(house: House) -> None:
    """A program that names no revision is still refused when the stage has changed."""
    case, walter = visit(house), house.actor("walter", later(1))
    blind = [lambda: perform(case=case, action="admit", actor=walter, at=later(1)) for _each in range(3)]
    answers = at_once(*blind)
    assert sorted(each.kind for each in answers if isinstance(each, Refusal)) == ["stage", "stage"]


def test_who_has_no_right_is_not_told_what_happened_meanwhile(house: House) -> None:
    case = visit(house)
    act(house, case, "admit", "walter")
    with pytest.raises(Refusal) as no:
        perform(case=case, action="inspect", actor=house.actor("paula"), at=later(2), revision=case.revision)
    assert no.value.kind == "right"
    assert "Walter" not in str(no.value)


def test_one_form_that_arrives_many_times_makes_one_case(house: House) -> None:
    form, anna = uuid4(), house.actor("anna")

    def submit() -> Case:
        return start(procedure=Visits, action="ask", actor=anna, at=later(0), fields=SHORT, submission=form)

    cases = at_once(*(submit for _each in range(5)))
    assert len({case.pk for case in cases}) == 1
    assert Case.objects.count() == 1
    assert visit(house).number == "HV-2026-0002", "what came second took no number"
    assert verify().breaks == []


def test_cases_opened_at_once_have_numbers_without_gaps(house: House) -> None:
    anna = house.actor("anna")
    opening = [
        lambda: start(procedure=Visits, action="ask", actor=anna, at=later(0), fields=SHORT) for _each in range(6)
    ]
    numbers = sorted(case.number for case in at_once(*opening))
    assert numbers == [f"HV-2026-{number:04d}" for number in range(1, 7)]


def test_an_effect_runs_once_though_many_processes_look_for_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dienests.kernel.cases.outbox.run_pending", lambda **_at: 0)
    visit_at(house, "done")
    monkeypatch.undo()
    done = at_once(*(lambda: run_pending(at=later(9)) for _each in range(4)))
    assert sum(done) == 1
    assert Letter.objects.count() == 1
