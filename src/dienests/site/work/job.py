"""A job: a function that the worker carries out from time to time; of a failure only the kind is kept."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django_tasks import task
from django_tasks.base import Task

from dienests.kernel.procedures.items import Label

log = logging.getLogger(__name__)
jobs: "list[Job]" = []


class WorkFailed(Exception):
    """A job failed; the class that is raised bears the name of the error's own and none of its words."""


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work: the task of the queue, how often it is due, and what people call it."""

    task: Task[Any, int]
    every: timedelta
    label: Label

    @property
    def path(self) -> str:
        """Return the name of the task in the queue."""
        return self.task.module_path


def job(every: timedelta, label: Label) -> Callable[[Callable[[datetime], int]], Callable[[], int]]:
    """Make a function of the moment a job; it returns how much it did, and may run beside itself."""

    def register(work: Callable[[datetime], int]) -> Any:
        @wraps(work)
        def carry_out() -> int:
            try:
                return work(datetime.now(UTC))
            except Exception as error:
                # Its words, and those of what led to it, may quote the fields of a record.
                kind = type(error)
                log.error("The work %s failed: %s.", work.__name__, kind.__name__)
                raise type(kind.__name__, (WorkFailed,), {"__module__": kind.__module__}) from None

        made: Task[Any, int] = task(carry_out)
        jobs.append(Job(made, every, label))
        return made

    return register
