"""How the background work goes, for the administrator: counts, moments and kinds of errors; nobody and no case."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from dienests.kernel.cases.effect import Effect
from dienests.kernel.mail.mailing import Mailing
from dienests.kernel.procedures.items import Label
from dienests.site.work import tasks
from dienests.site.work.job import jobs

__all__ = ["JobState", "OutboxState", "job_states", "last_sign_of_life", "mail_state", "outbox_states", "tasks"]

DAY = timedelta(days=1)
KINDS: dict[str, Label] = {
    "opens": _("cases that an act opens"),
    "sends": _("letters"),
    "notifies": _("notices"),
    "after": _("acts that follow the end of another case"),
}


@dataclass(frozen=True, slots=True)
class JobState:
    """One kind of work: its last result, what waits and runs, how often it failed within a day."""

    label: Label
    every: timedelta
    status: str
    waiting: int
    running: int
    done_at: datetime | None
    failed: int
    failure: str


@dataclass(frozen=True, slots=True)
class OutboxState:
    """One kind of effect that is not carried out yet, in one institution."""

    label: Label
    waiting: int
    failed: int
    oldest: datetime
    next_try: datetime
    failure: str


@dataclass(frozen=True, slots=True)
class MailState:
    """What waits for the mail server, in the whole installation."""

    waiting: int
    failed: int
    next_try: datetime | None
    failure: str


def job_states(*, at: datetime) -> list[JobState]:
    """Return the state of every job, in their order."""
    return [_state(each.path, each.label, each.every, at) for each in jobs]


def _state(path: str, label: Label, every: timedelta, at: datetime) -> JobState:
    own = DBTaskResult.objects.filter(task_path=path)
    recent = Q(status=TaskResultStatus.FAILED, finished_at__gte=at - DAY)
    counted = own.aggregate(
        waiting=Count("pk", filter=Q(status=TaskResultStatus.READY)),
        running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
        failed=Count("pk", filter=recent),
        done_at=Max("finished_at", filter=Q(status=TaskResultStatus.SUCCESSFUL)),
    )
    last = own.filter(finished_at__isnull=False).order_by("-finished_at").first()
    worst = own.filter(recent).order_by("-finished_at").first()
    kind = worst.exception_class_path.rsplit(".", 1)[-1] if worst else ""
    return JobState(label, every, last.status if last else "", failure=kind, **counted)


def last_sign_of_life() -> datetime | None:
    """Return when the worker last began something; None when it never did."""
    found: datetime | None = DBTaskResult.objects.aggregate(last=Max("started_at"))["last"]
    return found


def outbox_states(institution: int) -> list[OutboxState]:
    """Return what acts of an institution still wait for, by kind."""
    waiting = Effect.objects.filter(done_at__isnull=True, case__institution=institution)
    rows = waiting.order_by().values("kind").annotate(
        count=Count("pk"), failed=Count("pk", filter=Q(attempts__gt=0)), oldest=Min("written_at"),
        next_try=Min("not_before"),
    )  # fmt: skip
    return [
        OutboxState(
            KINDS.get(row["kind"], row["kind"]), row["count"], row["failed"], row["oldest"], row["next_try"],
            _last_failure(waiting.filter(kind=row["kind"])),
        )
        for row in rows.order_by("kind")
    ]  # fmt: skip


def mail_state() -> MailState:
    """Return how many mails wait for the mail server."""
    waiting = Mailing.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)
    counted = waiting.aggregate(
        waiting=Count("pk"), failed=Count("pk", filter=Q(attempts__gt=0)), next_try=Min("not_before")
    )
    failed = waiting.filter(attempts__gt=0).order_by("-not_before").values_list("failure", flat=True)
    return MailState(**counted, failure=failed.first() or "")


def _last_failure(waiting: QuerySet[Effect]) -> str:
    failed = waiting.filter(attempts__gt=0).order_by("-not_before").values_list("failure", flat=True)
    return failed.first() or ""
