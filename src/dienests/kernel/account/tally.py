"""The tally of a day: how often each act was done, where cases stand, which terms run, are late, were kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count as counter
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from dienests.kernel.account.memory import Memory
from dienests.kernel.calendar.zone import end_of
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.log.events import Event
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.period import covers
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared
from dienests.kernel.procedures.running_terms import choices_read

Key = tuple[str, int]  # slug, version
Options = tuple[str, ...]  # the options of the choices that conditions look at, in their order


@dataclass(frozen=True, slots=True)
class Terms:
    """The runs of one term: open, open and past due, stopped in time, stopped late."""

    open: int = 0
    late: int = 0
    kept: int = 0
    kept_late: int = 0


@dataclass(slots=True)
class Tally:
    """What stands on one day; every map is by slug and version of a procedure and the name of an item."""

    acts: Counter[tuple[Key, str]] = field(default_factory=Counter)
    standing: dict[tuple[Key, str], Counter[Options]] = field(default_factory=dict)
    terms: dict[tuple[Key, str], Terms] = field(default_factory=dict)
    parameters: frozenset[str] = frozenset()
    serial: int = field(default_factory=counter().__next__)  # tells one count from every other


_memory: Memory[Tally] = Memory()


def tally(on: date, *, today: date, institution: int | None = None) -> Tally:
    """Return the tally at the end of a day, of one institution or of all; a day to come is counted as today."""
    day = min(on, today)
    return _memory.get((day, day == today, institution), mark=mark, count=lambda: count(day, day == today, institution))


def mark() -> Any:
    """Return what changes with every act, every kept term and every parameter, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT e.leaf FROM {Event._meta.db_table} e ORDER BY e.at DESC LIMIT 1), "
            f"(SELECT COUNT(*) FROM {Parameter._meta.db_table})"
        )
        leaf, parameters = cursor.fetchone()
    return leaf and bytes(leaf), parameters


def count(on: date, is_today: bool, institution: int | None) -> Tally:
    """Count everything anew."""
    found = Tally(parameters=_parameters(on, institution))
    own = Q() if institution is None else Q(stream__in=Case.objects.filter(institution=institution).values("pk"))
    done = Event.objects.filter(own, stream_kind="case", at__lt=end_of(on))
    for version, act, n in done.values_list("version", "act").annotate(n=Count("*")).order_by():
        found.acts[(_key(version), act)] = n
    for procedure in declared():
        for stage, options, n in _standing(procedure, on, is_today, institution):
            found.standing.setdefault((procedure.key(), stage), Counter())[options] += n
    found.terms = _terms(on, institution)
    return found


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


def _parameters(on: date, institution: int | None) -> frozenset[str]:
    found = Parameter.objects.filter(covers(on))
    if institution is not None:
        found = found.filter(institution=institution)
    return frozenset(found.values_list("slug", flat=True))
