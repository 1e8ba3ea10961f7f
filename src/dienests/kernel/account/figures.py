"""How well a paragraph is kept: done, in time, late, running, median days; per quarter of the last two years."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, Subquery

from dienests.kernel.account.carriers import Carrier
from dienests.kernel.account.memory import Memory
from dienests.kernel.account.states import waiting
from dienests.kernel.account.tally import Tally, tally
from dienests.kernel.calendar.zone import end_of, local_date, start_of
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.migration import ACT
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.procedure import Procedure

YEARS = 2
FEWEST = 5  # the public sees no smaller count, and no median over fewer acts


class Quarter(NamedTuple):
    """One quarter: how many acts were done and after how many days, in the median (None for none)."""

    year: int
    number: int
    done: int
    days: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The account of a paragraph on a day; `days` is the median from the beginning of the stage to the act."""

    done: int
    in_time: int
    late: int
    overdue: int
    running: int
    days: float | None
    quarters: tuple[Quarter, ...]


class Act(NamedTuple):
    """One act that counts: its day, and the days since its stage began (None for an act that opens a case)."""

    on: date
    days: int | None


_memory: Memory[tuple[Act, ...]] = Memory()
_by_stage: Memory[dict[str, list[int]]] = Memory()


def figures(
    carrying: Iterable[Carrier], *, on: date, today: date, institution: int | None, counted: Tally | None = None
) -> Figures:
    """Return the account of a paragraph from the acts and terms that carry it; `counted` is the tally if at hand."""
    carriers = list(carrying)
    counted = counted or tally(on, today=today, institution=institution)
    done = acts(carriers, on=min(on, today), institution=institution, mark=counted)
    runs = [
        counted.terms[key]
        for each in carriers
        for name in each.terms
        if (key := (each.procedure.key(), name)) in counted.terms
    ]
    open_terms, standing = sum(run.open for run in runs), _standing(carriers, counted)
    return Figures(
        done=len(done), in_time=sum(run.kept for run in runs), late=sum(run.kept_late for run in runs),
        overdue=sum(run.late for run in runs), running=max(open_terms, standing), days=_median(done),
        quarters=_quarters(done, min(on, today)),
    )  # fmt: skip


def acts(carriers: Iterable[Carrier], *, on: date, institution: int | None, mark: Tally) -> tuple[Act, ...]:
    """Return the acts of the last two years that the paragraph itself asks for, oldest first."""
    wanted = frozenset((*each.procedure.key(), name) for each in carriers for name in each.counted)
    if not wanted:
        return ()
    return _memory.get(
        (wanted, on, institution), mark=lambda: mark.serial, count=lambda: tuple(_acts(wanted, on, institution))
    )


def stage_medians(procedure: type[Procedure], *, on: date, institution: int | None, mark: Tally) -> dict[str, float]:
    """Return the median days that cases spent in each stage that they left in the last two years, by stage."""
    key = (procedure.key(), "stages", on, institution)
    found = _by_stage.get(key, mark=lambda: mark.serial, count=lambda: dict(_stages(procedure, on, institution)))
    return {stage: float(median(days)) for stage, days in found.items()}


def _stages(procedure: type[Procedure], on: date, institution: int | None) -> Iterable[tuple[str, list[int]]]:
    named = Q(version=f"{procedure.slug}:{procedure.version}") & ~Q(from_state=F("to_state")) & ~Q(from_state="")
    named &= ~Q(act=ACT)  # a case that is moved to another version has not left its stage
    spent: dict[str, list[int]] = defaultdict(list)
    for stage, at, begun in _timed(named, on, institution):
        if begun is not None:
            spent[stage].append(_whole_days(begun, at))
    return spent.items()


def _acts(wanted: Iterable[tuple[str, int, str]], on: date, institution: int | None) -> Iterable[Act]:
    named = Q()
    for slug, version, act in wanted:
        named |= Q(version=f"{slug}:{version}", act=act)
    timed = _timed(named, on, institution)
    return (Act(local_date(at), None if begun is None else _whole_days(begun, at)) for _stage, at, begun in timed)


def _timed(named: Q, on: date, institution: int | None) -> Iterable[tuple[str, datetime, datetime | None]]:
    """Yield (stage before, moment, when that stage began) of the events of the last two years, oldest first."""
    before = Event.objects.filter(stream_kind="case", stream=OuterRef("stream"), position__lt=OuterRef("position"))
    entered = before.filter(to_state=OuterRef("from_state")).exclude(from_state=F("to_state")).order_by("-position")
    found = Event.objects.filter(named, stream_kind="case", at__gte=_two_years_before(on), at__lt=end_of(on))
    if institution is not None:
        found = found.filter(stream__in=Case.objects.filter(institution=institution).values("pk"))
    rows = found.annotate(entered=Subquery(entered.values("at")[:1])).order_by("at")
    return rows.values_list("from_state", "at", "entered").iterator(chunk_size=5000)


def _two_years_before(on: date) -> datetime:
    return start_of(date(on.year - YEARS, (on.month - 1) // 3 * 3 + 1, 1))


def _whole_days(begun: datetime, at: datetime) -> int:
    return (local_date(at) - local_date(begun)).days


def _median(done: Iterable[Act]) -> float | None:
    days = [each.days for each in done if each.days is not None]
    return float(median(days)) if days else None


def _standing(carriers: Iterable[Carrier], counted: Tally) -> int:
    return sum(
        max((waiting(each.procedure, each.procedure.actions[name], counted) for name in each.counted), default=0)
        for each in carriers
    )


def _quarters(done: Iterable[Act], on: date) -> tuple[Quarter, ...]:
    """Return the last eight quarters, the one of the day last."""
    by_quarter: dict[tuple[int, int], list[Act]] = defaultdict(list)
    for each in done:
        by_quarter[(each.on.year, (each.on.month - 1) // 3 + 1)].append(each)
    last = on.year * 4 + (on.month - 1) // 3
    keys = [(index // 4, index % 4 + 1) for index in range(last - 4 * YEARS + 1, last + 1)]
    return tuple(Quarter(*key, len(by_quarter[key]), _median(by_quarter[key])) for key in keys)
