"""The share of a case: what it adds to the sums, told from its events, its terms and its record alone."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from dienests.kernel.account.sum import Kind
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.cases.migration import ACT as MIGRATED
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.registry import declared, find
from dienests.kernel.procedures.running_terms import choices_read


class Part(NamedTuple):
    """What is counted, and on which day."""

    version: str
    kind: str
    name: str
    detail: str
    day: date


Shared = Counter[Part]


class Share(models.Model):
    """What of a case stands in the sums, so that it can be taken out again when the case has changed."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    institution = models.ForeignKey("kernel_parties.Institution", models.PROTECT, related_name="+", db_index=False)
    parts = models.JSONField(help_text="rows of version, kind, name, detail, day, n")


def packed(shared: Shared) -> list[list[Any]]:
    """Return a share as JSON keeps it."""
    return [[*part[:-1], part.day.isoformat(), n] for part, n in shared.items()]


def unpacked(rows: Iterable[Sequence[Any]]) -> Shared:
    """Return a share that JSON kept."""
    found: Shared = Counter()
    for version, kind, name, detail, day, n in rows:
        found[Part(version, kind, name, detail, date.fromisoformat(day))] = n
    return found


class Step(NamedTuple):
    """What an event says to the account."""

    version: str
    act: str
    at: datetime
    from_state: str
    to_state: str


def shares(cases: Sequence[Case]) -> dict[UUID, Shared]:
    """Return the shares of cases, in a number of queries that does not grow with them."""
    ids = [case.pk for case in cases]
    steps: dict[UUID, list[Step]] = defaultdict(list)
    events = Event.objects.filter(stream_kind=STREAM, stream__in=ids).order_by("stream", "position")
    for stream, *rest in events.values_list("stream", *Step._fields):
        steps[stream].append(Step(*rest))
    runs: dict[UUID, list[TermRun]] = defaultdict(list)
    for run in TermRun.objects.filter(case__in=ids):
        runs[run.case_id].append(run)
    options = _options(cases)
    return {case.pk: share_of(case, steps[case.pk], runs[case.pk], options.get(case.pk, "{}")) for case in cases}


def _options(cases: Iterable[Case]) -> dict[UUID, str]:
    """Return the options of the choices that conditions look at, by case."""
    by_version: dict[tuple[str, int], list[UUID]] = defaultdict(list)
    for case in cases:
        by_version[(case.procedure, case.version)].append(case.pk)
    found = {}
    for procedure in declared():
        ids, names = by_version.get(procedure.key()), choices_read(procedure)
        if ids and names:
            for pk, *chosen in procedure.record.objects.filter(pk__in=ids).values_list("pk", *names):
                found[pk] = json.dumps(dict(zip(names, chosen, strict=True)), ensure_ascii=False)
    return found


def share_of(case: Case, steps: Iterable[Step], runs: Iterable[TermRun], options: str) -> Shared:
    """Return the share of one case; `steps` are its events in their order."""
    version = f"{case.procedure}:{case.version}"
    found: Shared = Counter()
    begun: dict[str, date] = {}
    nowhere = _nowhere(case)
    for step in steps:
        day = local_date(step.at)
        since = begun.get(step.from_state)
        detail = "" if since is None else str((day - since).days)
        found[Part(step.version, Kind.ACT, step.act, detail, day)] += 1
        if step.from_state != step.to_state:
            if since is not None and step.act != MIGRATED:  # who is moved to another version has not left the stage
                found[Part(step.version, Kind.LEFT, step.from_state, detail, day)] += 1
            begun[step.to_state] = day
            for stage, n in ((step.from_state, -1), (step.to_state, 1)):
                if stage not in nowhere:
                    found[Part(version, Kind.STANDS, stage, options, day)] += n
    for run in runs:
        for kind, day in _course(run):
            found[Part(version, kind, run.slug, "", day)] += 1
    return Counter({part: n for part, n in found.items() if n})


def _nowhere(case: Case) -> set[str]:
    """Return the stages in which nothing stands: before the first act and after the last."""
    try:
        ending = [stage.name for stage in find(case.procedure, case.version).stages.values() if stage.ends]
    except LookupError:  # its declaration was taken away; the acts stay and are counted
        ending = []
    return {"", *ending, *([case.stage] if case.closed_at else ())}


def _course(run: TermRun) -> Iterator[tuple[Kind, date]]:
    """Yield what happened to a run of a term, and when; it falls late on the day after its due day."""
    yield Kind.BEGUN, run.started_on
    if run.due is not None and run.suspended_on is None and (run.stopped_on is None or run.late):
        yield Kind.FELL_LATE, max(run.due + timedelta(days=1), run.started_on)
    if run.stopped_on is not None:
        yield (Kind.KEPT_LATE if run.late else Kind.KEPT), run.stopped_on
