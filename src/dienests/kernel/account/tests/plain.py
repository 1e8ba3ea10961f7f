"""The plain answer: everything counted anew from events, cases and runs, without sums and shares."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from dienests.kernel.account.sum import first_day, quarter_of
from dienests.kernel.account.tally import QUARTERS, Key, Options, Tally, Terms
from dienests.kernel.calendar.zone import end_of, local_date, start_of
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.migration import ACT as MIGRATED
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared
from dienests.kernel.procedures.running_terms import choices_read


def plainly(on: date, *, is_today: bool, institution: int | None) -> Tally:
    """Count everything anew."""
    found = Tally()
    own = Q() if institution is None else Q(stream__in=Case.objects.filter(institution=institution).values("pk"))
    done = Event.objects.filter(own, stream_kind="case", at__lt=end_of(on))
    for version, act, n in done.values_list("version", "act").annotate(n=Count("*")).order_by():
        found.acts[(_key(version), act)] = n
    for procedure in declared():
        for stage, options, n in _standing(procedure, on, is_today, institution):
            found.standing[(procedure.key(), stage)][options] += n
    found.terms = _terms(on, institution)
    for version, act, stage, to, at, begun in _timed(done, on):
        span = (quarter_of(local_date(at)), None if begun is None else (local_date(at) - local_date(begun)).days)
        found.spans[(_key(version), act)][span] += 1
        if stage and stage != to and act != MIGRATED:
            found.left[(_key(version), stage)][span] += 1
    return found


def _timed(done: QuerySet[Event], on: date) -> Iterator[tuple[str, str, str, str, datetime, datetime | None]]:
    before = Event.objects.filter(stream_kind="case", stream=OuterRef("stream"), position__lt=OuterRef("position"))
    entered = before.filter(to_state=OuterRef("from_state")).exclude(from_state=F("to_state")).order_by("-position")
    recent = done.filter(at__gte=start_of(first_day(quarter_of(on) - QUARTERS)))
    rows = recent.annotate(entered=Subquery(entered.values("at")[:1]))
    yield from rows.values_list("version", "act", "from_state", "to_state", "at", "entered")


def _key(version: str) -> Key:
    slug, _colon, number = version.rpartition(":")
    return slug, int(number)


def _standing(
    procedure: type[Procedure], on: date, is_today: bool, institution: int | None
) -> Iterator[tuple[str, Options, int]]:
    names = choices_read(procedure)
    records = procedure.record.objects.filter(case__procedure=procedure.slug, case__version=procedure.version)
    if institution is not None:
        records = records.filter(case__institution=institution)
    if is_today:
        rows = records.filter(case__closed_at__isnull=True).values_list("case__stage", *names)
        for stage, *options, n in rows.annotate(n=Count("pk")).order_by():
            yield stage, tuple(options), n
        return
    yield from _stood(records, names, end_of(on))


def _stood(records: QuerySet[Any], names: list[str], before: datetime) -> Iterator[tuple[str, Options, int]]:
    """Tell where cases stood before a moment: by the last event of each case until then."""
    begun = records.filter(case__opened_at__lt=before).filter(
        Q(case__closed_at__isnull=True) | Q(case__closed_at__gte=before)
    )
    options = {pk: tuple(rest) for pk, *rest in begun.values_list("pk", *names)}
    moved = Event.objects.filter(stream_kind="case", stream__in=begun.values("pk"), at__lt=before)
    last: dict[Any, str] = {}
    for stream, stage in (
        moved.order_by("stream", "position").values_list("stream", "to_state").iterator(chunk_size=5000)
    ):
        last[stream] = stage
    counted = Counter((stage, options[stream]) for stream, stage in last.items() if stream in options)
    for (stage, chosen), n in counted.items():
        yield stage, chosen, n


def _terms(on: date, institution: int | None) -> dict[tuple[Key, str], Terms]:
    begun = TermRun.objects.filter(started_on__lte=on)
    if institution is not None:
        begun = begun.filter(case__institution=institution)
    open_ = Q(stopped_on__isnull=True) | Q(stopped_on__gt=on)
    rows = begun.values_list("case__procedure", "case__version", "slug").annotate(
        n_open=Count("pk", filter=open_),
        n_late=Count("pk", filter=open_ & Q(due__lt=on, suspended_on__isnull=True)),
        n_kept=Count("pk", filter=~open_ & (Q(due__isnull=True) | Q(stopped_on__lte=F("due")))),
        n_kept_late=Count("pk", filter=~open_ & Q(stopped_on__gt=F("due"))),
    )
    return {((slug, version), term): Terms(*counts) for slug, version, term, *counts in rows.order_by()}
