"""A lapse is an act of the machine with its basis, done once when the term has passed; the clock alone does nothing."""

from datetime import date

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.lapses import run_lapses
from dienests.kernel.cases.outbox import run_pending
from dienests.kernel.cases.tests.house.people import House
from dienests.kernel.cases.tests.test_moving_terms import act, house, on, run, stay
from dienests.kernel.cases.verbs import perform
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db
__all__ = ["house"]


def lacking(house: House) -> Case:
    return act(house, stay(house), "request", "walter", 2, note="a photograph")


def test_a_term_lapses_on_the_day_after_its_last_and_once(house: House) -> None:
    case = lacking(house)
    assert run_lapses(on(17)) == 0, "the nineteenth is its last day, for the eighteenth is off"
    assert run_lapses(on(18)) == 1
    assert run_lapses(on(19)) == 0
    case.refresh_from_db()
    last = Event.objects.filter(stream=case.pk).latest("position")
    assert (case.stage, case.due, last.act, last.basis) == ("lapsed", None, "lapse", "vpd-ethics-code-2026:31")
    assert (last.mandate, last.participant) == (None, None), "the machine did it"
    assert (run(case, "supplement").lapsed, run(case, "supplement").stopped_on) == (True, date(2026, 11, 20))
    assert run(case, "answer").lapsed is False


def test_what_has_been_brought_does_not_lapse(house: House) -> None:
    act(house, lacking(house), "bring", "anna", 9, secret="the photograph")
    assert run_lapses(on(40)) == 0


def test_more_time_puts_the_lapse_off(house: House) -> None:
    act(house, lacking(house), "later", "walter", 9, note="away until then")
    assert run_lapses(on(24)) == 0
    assert run_lapses(on(25)) == 1


def test_whoever_looks_after_the_outbox_looks_after_lapses(house: House) -> None:
    cases = [lacking(house), lacking(house)]
    run_pending(at=on(18))
    assert {Case.objects.get(pk=case.pk).stage for case in cases} == {"lapsed"}


def test_the_machine_itself_is_refused_before_the_day(house: House) -> None:
    case = lacking(house)
    with pytest.raises(Refusal, match="has not passed"):
        perform(case=case, action="lapse", actor=None, at=on(10))
    with pytest.raises(Refusal, match="Only this role"):
        act(house, case, "lapse", "walter", 40)
