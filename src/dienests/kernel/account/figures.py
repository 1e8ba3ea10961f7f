"""How well a paragraph is kept: done, in time, late, running, median days; per quarter of the last two years."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dienests.kernel.account.carriers import Carrier
from dienests.kernel.account.states import waiting
from dienests.kernel.account.sum import quarter_of
from dienests.kernel.account.tally import QUARTERS, Spans, Tally, tally
from dienests.kernel.procedures.procedure import Procedure

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


def figures(
    carrying: Iterable[Carrier], *, on: date, today: date, institution: int | None, counted: Tally | None = None
) -> Figures:
    """Return the account of a paragraph from the acts and terms that carry it; `counted` is the tally if at hand."""
    carriers = list(carrying)
    counted = counted or tally(on, today=today, institution=institution)
    done = _spans(carriers, counted)
    runs = [
        counted.terms[key]
        for each in carriers
        for name in each.terms
        if (key := (each.procedure.key(), name)) in counted.terms
    ]
    open_terms, standing = sum(run.open for run in runs), _standing(carriers, counted)
    return Figures(
        done=done.total(), in_time=sum(run.kept for run in runs), late=sum(run.kept_late for run in runs),
        overdue=sum(run.late for run in runs), running=max(open_terms, standing), days=_median(done),
        quarters=_quarters(done, min(on, today)),
    )  # fmt: skip


def stage_medians(procedure: type[Procedure], counted: Tally) -> dict[str, float]:
    """Return the median days that cases spent in each stage that they left in the last two years, by stage."""
    own = {stage: spans for (key, stage), spans in counted.left.items() if key == procedure.key()}
    return {stage: days for stage, spans in own.items() if (days := _median(spans)) is not None}


def _spans(carriers: Iterable[Carrier], counted: Tally) -> Spans:
    """Return the acts of the last two years that the paragraph itself asks for."""
    found: Spans = Counter()
    for each in carriers:
        for name in each.counted:
            found.update(counted.spans.get((each.procedure.key(), name), {}))
    return found


def _median(spans: Spans) -> float | None:
    """Return the median of days that are counted rather than listed."""
    days = sorted((days, n) for (_quarter, days), n in spans.items() if days is not None and n > 0)
    total = sum(n for _days, n in days)
    if not total:
        return None
    upper = _placed(days, total // 2)
    return float(upper if total % 2 else (_placed(days, total // 2 - 1) + upper) / 2)


def _placed(days: list[tuple[int, int]], place: int) -> int:
    for value, n in days:
        if place < n:
            return value
        place -= n
    raise IndexError(place)


def _standing(carriers: Iterable[Carrier], counted: Tally) -> int:
    return sum(
        max((waiting(each.procedure, each.procedure.actions[name], counted) for name in each.counted), default=0)
        for each in carriers
    )


def _quarters(spans: Spans, on: date) -> tuple[Quarter, ...]:
    """Return the last eight quarters, the one of the day last."""
    last = quarter_of(on)
    found = []
    for index in range(last - QUARTERS + 1, last + 1):
        own: Spans = Counter({key: n for key, n in spans.items() if key[0] == index})
        found.append(Quarter(index // 4, index % 4 + 1, own.total(), _median(own)))
    return tuple(found)
