"""The rota: puts jobs that are due into the queue, one of each at a time, and carries out what is in it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from dienests.site.work import tasks
from dienests.site.work.job import jobs

__all__ = ["carry_out", "enqueue", "give_up", "tasks"]

LOST_AFTER = timedelta(minutes=15)
LOST = "dienests.Lost"


def enqueue(*, at: datetime, now: bool = False) -> int:
    """Put the jobs that are due into the queue (with `now`, all of them), and return how many.

    What waits or runs already is not put there a second time.
    """
    give_up(at=at)
    newest = _newest([each.path for each in jobs])
    count = 0
    for each in jobs:
        last = newest.get(each.path)
        open_still = last is not None and last.status in (TaskResultStatus.READY, TaskResultStatus.RUNNING)
        if open_still or not (now or last is None or last.enqueued_at <= at - each.every):
            continue
        each.task.enqueue()
        count += 1
    return count


def carry_out() -> list[DBTaskResult]:
    """Carry out everything that waits in the queue, and return how it went."""
    worker = f"work-{uuid4()}"
    Worker(
        queue_names=["*"], excluded_queue_names=[], interval=0, batch=True, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=worker,
    ).run()  # fmt: skip
    taken = DBTaskResult.objects.exclude(status=TaskResultStatus.READY).order_by("-started_at")[: 10 * len(jobs)]
    return [each for each in taken if worker in each.worker_ids]


def give_up(*, at: datetime) -> int:
    """Call failed what a killed worker left as running, so that it comes round again; return how much that was."""
    left = DBTaskResult.objects.running().filter(started_at__lt=at - LOST_AFTER)
    return left.update(status=TaskResultStatus.FAILED, finished_at=at, exception_class_path=LOST)


def _newest(paths: Collection[str]) -> dict[str, DBTaskResult]:
    found = {}
    for path in paths:
        last = DBTaskResult.objects.filter(task_path=path).order_by("-enqueued_at").first()
        if last is not None:
            found[path] = last
    return found
