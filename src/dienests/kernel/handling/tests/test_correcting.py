"""Correcting and reopening: the state of before comes back by a new event, and what has gone out stays out."""

from typing import Any

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.outbox import run_pending
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.tests.house.models import Line
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import act, day, record_of, visit, visit_at
from dienests.kernel.cases.tests.test_canary import CANARY, places
from dienests.kernel.handling.correction import Correction
from dienests.kernel.handling.tests.given import WHY, acts, do
from dienests.kernel.log.events import Event
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db


def standing(case: Case) -> dict[str, Any]:
    """Return what an act may change: the case, its record, its running terms."""
    case.refresh_from_db()
    record = record_of(case)
    kept = {f.name: getattr(record, f.attname) for f in record._meta.concrete_fields}
    runs = case.term_runs.filter(stopped_on__isnull=True).order_by("slug")
    names = ("stage", "turn", "sight", "due", "provisional", "closed_at")
    return {name: getattr(case, name) for name in names} | kept | {"runs": list(runs.values("slug", "due", "value"))}


def correct(house: House, case: Case, who: str, after: float = 50, position: int | None = None) -> None:
    """Correct the last act of a case, or the one at a position."""
    case.refresh_from_db()
    do(house, "correct", case, who, after, position=position or case.revision, **WHY)


@pytest.mark.parametrize(
    ("stage", "what", "who", "fields"),
    [
        ("asked", "admit", "walter", {}),
        ("asked", "inspect", "peter", {}),
        ("asked", "promise", "walter", {"answer_by": day(24 * 9)}),
        ("opened", "inspect", "peter", {}),
        ("checked", "settle", "walter", {}),
        ("checked", "pass_on", "walter", {}),
        ("checked", "note_it", "walter", {"note": "a note", "host": "berta"}),
        ("checked", "enter", "peter", {"hours": "2", "remark": "swept"}),
        ("hearing", "withdraw", "anna", {}),
    ],
)
def test_everything_stands_as_before(house: House, stage: str, what: str, who: str, fields: dict[str, Any]) -> None:
    case = visit_at(house, stage)
    given = {name: house.people[value].pk if name == "host" else value for name, value in fields.items()}
    before, lines = standing(case), Line.objects.count()
    case = act(house, case, what, who, 40, **given)
    done = Event.objects.get(stream=case.pk, position=case.revision)
    correct(house, case, who)
    assert standing(case) == before
    assert Line.objects.count() == lines
    event = Event.objects.get(stream=case.pk, position=case.revision)
    assert (event.act, event.basis, event.from_state, event.to_state) == (
        "correct_act",
        "order 7",
        done.to_state,
        stage,
    )
    assert Event.objects.filter(pk=done.pk).exists(), "history is never edited"
    assert not verify().breaks


def test_the_act_can_be_done_anew_as_it_should_have_been(house: House) -> None:
    case = act(house, visit(house), "admit", "walter", 1)
    correct(house, case, "walter", 2)
    case = act(house, case, "inspect", "peter", 3)
    assert (case.stage, acts(case)) == ("checked", ["ask", "admit", "correct_act", "inspect"])


def test_acts_are_taken_back_one_by_one_from_the_last(house: House) -> None:
    case = act(house, act(house, visit(house), "admit", "walter", 1), "inspect", "peter", 2)
    with pytest.raises(Refusal, match="the later one first"):
        correct(house, case, "walter", position=2)
    correct(house, case, "peter", 3, position=3)
    correct(house, case, "walter", 4, position=2)
    assert case.stage == "asked"
    with pytest.raises(Refusal, match="the later one first"):
        correct(house, case, "walter", 5, position=2)


def test_a_correction_is_not_corrected(house: House) -> None:
    case = act(house, visit(house), "admit", "walter", 1)
    correct(house, case, "walter", 2)
    with pytest.raises(Refusal, match="do the act anew"):
        correct(house, case, "walter", 3, position=3)
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("who", ["peter", "karl", "anna", "berta"])
def test_only_who_could_do_it_or_leads_corrects(house: House, who: str) -> None:
    case = act(house, visit(house), "admit", "walter", 1)
    with pytest.raises(Refusal):
        correct(house, case, who)
    assert not Correction.objects.exists()


def test_what_opened_the_case_is_not_taken_back(house: House) -> None:
    with pytest.raises(Refusal):
        correct(house, visit(house), "walter", position=1)


def test_a_letter_that_went_out_stays_out(house: House) -> None:
    case = visit_at(house, "done")
    run_pending(at=later(10))
    with pytest.raises(Refusal, match="letter has gone out"):
        correct(house, case, "walter")
    do(house, "reopen", case, "walter", 51, **WHY)
    assert (case.stage, case.closed_at, case.due) == ("hearing", None, None)
    assert not case.term_runs.filter(stopped_on__isnull=True).exists(), "no term starts again silently"
    case = act(house, case, "decide", "walter", 52, verdict="granted after all")
    assert case.closed_at


def test_a_case_that_was_opened_stays_open(house: House) -> None:
    case = visit_at(house, "waiting")
    with pytest.raises(Refusal, match="decide there"):
        correct(house, case, "karl")


def test_words_that_were_replaced_are_not_kept_so_the_act_is_done_anew(house: House) -> None:
    case = act(house, visit(house, note="first"), "note_it", "walter", 1, note="second")
    with pytest.raises(Refusal, match="do it anew"):
        correct(house, case, "walter")
    assert record_of(case).note == "second"


def test_an_office_that_saw_the_case_by_the_wrong_act_alone_sees_it_no_longer(house: House) -> None:
    case = act(house, visit_at(house, "opened"), "inspect", "peter", 40)
    case = act(house, case, "pass_on", "walter", 41)
    kora = house.actor("kora", later(42))
    assert visible(kora).filter(pk=case.pk).exists()
    correct(house, case, "walter", 43)
    assert not visible(kora).filter(pk=case.pk).exists()


def test_what_was_written_by_mistake_is_kept_beside_and_only_there(house: House) -> None:
    case = act(house, visit_at(house, "checked"), "note_it", "walter", 40, note=f"{CANARY} by mistake")
    correct(house, case, "walter")
    assert places("4711 by mistake") == {("kernel_handling_correction", "kept")}
    assert Correction.objects.get().kept["note"]["value"] == f"{CANARY} by mistake"


@pytest.mark.parametrize("given", [{"reasons": " ", "basis": "x"}, {"reasons": "x", "basis": ""}])
def test_reasons_and_basis_are_asked(house: House, given: dict[str, str]) -> None:
    case = act(house, visit(house), "admit", "walter", 1)
    with pytest.raises(Refusal) as refused:
        do(house, "correct", case, "walter", position=2, **given)
    assert len(refused.value.fields) == 1


@pytest.mark.parametrize("who", ["anna", "karl", "kora", "berta"])
def test_only_who_decides_or_leads_reopens(house: House, who: str) -> None:
    case = act(house, visit(house), "withdraw", "anna", 1)
    with pytest.raises(Refusal):
        do(house, "reopen", case, who, **WHY)
    assert case.closed_at
    do(house, "reopen", case, "walter", 21, **WHY)
    assert case.stage == "asked"
    with pytest.raises(Refusal, match="is open"):
        do(house, "reopen", case, "walter", 22, **WHY)
