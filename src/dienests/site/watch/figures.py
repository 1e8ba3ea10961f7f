"""Figures of the database: what waits, what is late, how large it is. Counts only, and sealed procedures by no name."""

import sys
import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, Q

from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.log import sealing
from dienests.kernel.log.sealed import Unsealed
from dienests.kernel.procedures.registry import declared
from dienests.kernel.tree import folder

Sample = tuple[str, str, dict[str, str], float]
SEALED = "sealed"
ROOT = Path(__file__).resolve().parents[4]


@cache
def version() -> str:
    """Return the version of this checkout."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def samples(at: datetime) -> Iterator[Sample]:
    """Yield (metric, suffix, labels, value); a handful of counts along indexes, nothing written."""
    yield "dienests_build_info", "", _build(), 1
    yield from _outbox(at)
    yield from _cases(at)
    yield "dienests_sessions", "", {}, OpenSession.objects.alive(at).count()
    # The table is append-only, so its last number tells how many there are, without walking through millions. Lists
    # that are not spread yet come in with the next round of the worker: a reading of the meter writes nothing.
    yield "dienests_read_events", "_total", {}, ReadEvent._base_manager.aggregate(last=Max("id"))["last"] or 0
    yield from _log(at)
    yield "dienests_database_bytes", "", {}, _size()


def _build() -> dict[str, str]:
    return {
        "version": version(),
        "python": ".".join(map(str, sys.version_info[:3])),
        "django": django.get_version(),
        "database": connection.vendor,
    }


def _outbox(at: datetime) -> Iterator[Sample]:
    found = Effect.objects.filter(done_at__isnull=True).aggregate(
        waiting=Count("pk"), failed=Count("pk", filter=Q(attempts__gt=0)), oldest=Min("written_at")
    )
    yield "dienests_outbox_waiting", "", {}, found["waiting"]
    yield "dienests_outbox_failed", "", {}, found["failed"]
    age = (at - found["oldest"]).total_seconds() if found["oldest"] else 0.0
    yield "dienests_outbox_oldest_seconds", "", {}, max(age, 0.0)


def _log(at: datetime) -> Iterator[Sample]:
    yield "dienests_log_entries", "", {}, sealing.size()
    yield "dienests_log_unsealed", "", {}, Unsealed.objects.count()
    try:
        written = (Path(settings.LOG_DIR) / folder.CHECKPOINT).stat().st_mtime
    except FileNotFoundError:
        return
    yield "dienests_log_checkpoint_seconds", "", {}, max(at.timestamp() - written, 0.0)


def _cases(at: datetime) -> Iterator[Sample]:
    sealed = sealed_procedures()
    late = Count("pk", filter=Q(due__lt=local_date(at)))
    counts: dict[str, list[int]] = {}
    rows = Case.objects.filter(closed_at__isnull=True).order_by().values_list("procedure")
    for procedure, count, overdue in rows.annotate(count=Count("pk"), late=late):
        kept = counts.setdefault(SEALED if procedure in sealed else procedure, [0, 0])
        kept[0], kept[1] = kept[0] + count, kept[1] + overdue
    for procedure, (count, overdue) in sorted(counts.items()):
        yield "dienests_cases_open", "", {"procedure": procedure}, count
        yield "dienests_cases_overdue", "", {"procedure": procedure}, overdue


def sealed_procedures() -> set[str]:
    """Return the procedures that hold sealed data: that one of their cases is open may already tell too much."""
    return {
        procedure.slug
        for procedure in declared()
        if any(category.sealed for role in procedure.roles.values() for category in role.reads)
    }


def _size() -> int:
    sql = "SELECT pg_database_size(current_database())"
    if connection.vendor == "sqlite":
        sql = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
