"""Effects: each exactly once; one that fails is put off and holds up nobody."""

import logging
from datetime import timedelta

import pytest

from dienests.kernel.cases import outbox
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import SECRET, act, visit_at
from dienests.kernel.letters.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)


class Broken(Exception):
    """What a handler may meet."""


def breaks(effect: Effect) -> None:
    """Write something, then fail; what was written is taken back."""
    Case.objects.filter(pk=effect.case_id).update(turn="half done")
    raise Broken(f"the field holds {SECRET}")


@pytest.fixture
def _broken_letters(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setitem(outbox._handlers, "sends", breaks)


@pytest.mark.usefixtures("_broken_letters")
def test_an_effect_that_fails_is_put_off_and_the_act_stands(house: House) -> None:
    case = visit_at(house, "done")
    effect = Effect.objects.get()
    assert Case.objects.get(pk=case.pk).stage == "done"
    assert Case.objects.get(pk=case.pk).turn == ""
    assert (effect.done_at, effect.attempts) == (None, 1)
    assert effect.not_before == later(3) + timedelta(seconds=2)
    assert effect.failure == "Broken", "its words could quote a record"


@pytest.mark.usefixtures("_broken_letters")
def test_it_is_tried_again_later_and_later_and_then_done(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    visit_at(house, "done")
    assert outbox.run_pending(at=later(3)) == 0
    assert Effect.objects.get().attempts == 1, "not before its time"
    for attempts in range(2, 16):
        assert outbox.run_pending(at=Effect.objects.get().not_before) == 0
        assert Effect.objects.get().attempts == attempts
    waits = Effect.objects.get().not_before - later(3)
    assert waits < timedelta(hours=6), "an hour at most between two attempts"
    monkeypatch.undo()
    assert outbox.run_pending(at=later(24)) == 1
    assert Letter.objects.count() == 1
    assert Effect.objects.get().done_at == later(24)


@pytest.mark.usefixtures("_broken_letters")
def test_many_that_fail_hold_up_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "AT_ONCE", 2)
    waiting = visit_at(house, "hearing")
    with monkeypatch.context() as asleep:
        asleep.setattr(outbox, "run_pending", lambda **_at: 0)
        for _each in range(3):
            visit_at(house, "done")
        act(house, waiting, "refer", "karl", 9)
    assert outbox.run_pending(at=later(9)) == 1
    assert Case.objects.filter(parent=waiting).count() == 1
    assert Effect.objects.filter(done_at=None).count() == 3


def test_an_effect_of_an_unknown_kind_is_put_off(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    case = visit_at(house, "done")
    Effect.objects.create(event=case.pk, case=case, kind="telegram", what="x", written_at=later(3), not_before=later(3))
    assert outbox.run_pending(at=later(4)) == 0
    assert Effect.objects.get(kind="telegram").failure == "KeyError"


def test_without_a_moment_it_is_now(house: House) -> None:
    """The next start calls it so."""
    visit_at(house, "done")
    Effect.objects.update(done_at=None)
    before = Letter.objects.count()
    assert outbox.run_pending() == 1
    assert Letter.objects.count() == before, "the letter of the act was made already"
