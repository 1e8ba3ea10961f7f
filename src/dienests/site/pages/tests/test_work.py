"""Background work: done once when due, its failures told by kind alone, and nothing an act needs rests on it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import TestCase
from django_tasks_db.models import DBTaskResult

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.letters.letter import Letter
from dienests.kernel.search.entry import Entry
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of
from dienests.site.work import rota, states
from dienests.site.work.job import jobs

SECRET = "Bērziņa konts 123"


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the worker from closing the connection that holds the transaction of the test."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


def _now() -> datetime:
    return datetime.now(UTC)


def test_jobs_that_are_due_are_carried_out_once_each(db: None) -> None:
    at = _now()
    assert rota.enqueue(at=at) == len(jobs)
    assert rota.enqueue(at=at) == 0, "what waits is not put there a second time"
    done = rota.carry_out()
    assert {each.status for each in done} == {"SUCCESSFUL"}
    assert len(done) == len(jobs)
    assert rota.enqueue(at=at + timedelta(seconds=1)) == 0, "nothing is due a moment later"
    soon = [each for each in jobs if each.every <= timedelta(seconds=45)]
    assert 0 < len(soon) < len(jobs)
    assert rota.enqueue(at=at + timedelta(seconds=45)) == len(soon), "what is done most often comes round first"


def test_the_worker_brings_the_index_up_to_date(house: House) -> None:
    case = house.breach("Stāsts.")
    assert not Entry.objects.filter(key=str(case.pk)).exists()
    rota.enqueue(at=_now(), now=True)
    rota.carry_out()
    assert Entry.objects.filter(key=str(case.pk)).exists()


def test_of_a_failure_only_the_kind_is_kept(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from dienests.site.work import tasks

    def broken(**_given: object) -> int:
        try:
            raise ValueError(SECRET)
        except ValueError as first:
            raise LookupError(SECRET) from first

    monkeypatch.setattr(tasks.searching, "keep_up", broken)
    rota.enqueue(at=_now())
    failed = [each for each in rota.carry_out() if each.status == "FAILED"]
    assert [each.exception_class_path for each in failed] == ["builtins.LookupError"]
    kept = DBTaskResult.objects.get(pk=failed[0].pk)
    assert SECRET not in kept.traceback + str(kept.args_kwargs) + str(kept.return_value)
    found = {str(each.label): each for each in states.job_states(at=_now())}
    assert [each.failure for each in found.values() if each.failed] == ["LookupError"]
    assert rota.enqueue(at=_now() + timedelta(minutes=2)) >= 1, "it comes round again"


def test_what_a_killed_worker_left_comes_round_again(db: None) -> None:
    rota.enqueue(at=_now())
    left = DBTaskResult.objects.filter(task_path__endswith=".effects").get()
    left.claim("killed")
    assert rota.enqueue(at=_now() + timedelta(minutes=1)) == 0
    later = _now() + rota.LOST_AFTER + timedelta(minutes=1)
    assert rota.enqueue(at=later) == 1
    left.refresh_from_db()
    assert (left.status, left.exception_class_path) == ("FAILED", rota.LOST)


def test_the_administrator_sees_the_outbox_and_tries_again(house: House) -> None:
    case = house.breach("Stāsts.")
    Effect.objects.create(
        event=case.pk, case=case, kind="after", what="nothing", written_at=_now(), failure="OSError", attempts=3,
        not_before=_now() + timedelta(hours=1),
    )  # fmt: skip
    client = house.client(people.ADMINISTRATOR)
    shown = client.get(address("work")).content.decode()
    assert "OSError" in shown
    assert case.number not in shown
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.post(address("work")).status_code == 302
    again = Effect.objects.get(what="nothing")
    assert again.attempts == 4 or again.done_at, "it was tried at once"
    assert house.client(people.CHAIR).get(address("work")).status_code == 403


def test_the_administrator_sees_which_letters_could_not_be_sealed_and_tries_again(house: House) -> None:
    waiting = Letter.objects.filter(state="approved", sent_at__lt=_now()).exclude(html="").order_by("pk")
    letter, other = waiting[:2]
    Letter.objects.filter(pk=letter.pk).update(
        attempts=3, failure="MissingGlyph", not_before=_now() + timedelta(hours=1)
    )
    client = house.client(people.ADMINISTRATOR)
    shown = main_of(client.get(address("work")))
    assert letter.number in shown
    assert "MissingGlyph" in shown
    assert f">{other.number}<" not in shown
    assert client.post(address("work")).status_code == 302
    letter.refresh_from_db()
    assert letter.not_before <= _now()


def test_an_act_needs_no_worker(house: House) -> None:
    case = house.breach("Stāsts.")
    house.act(people.CHAIR, case, "convene")
    house.voted(people.CHAIR, case, "dismiss")
    assert not DBTaskResult.objects.exists()
    assert not Effect.objects.filter(case=case, done_at__isnull=True).exists()
    assert Case.objects.get(pk=case.pk).revision > 1
