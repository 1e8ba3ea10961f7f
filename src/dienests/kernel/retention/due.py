"""What falls due: closed cases whose data were kept as long as their period says, in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dienests.kernel.calendar.zone import end_of, local_date
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find, newest
from dienests.kernel.retention import wiping
from dienests.kernel.retention.erasure import Erasure
from dienests.kernel.retention.hold import Hold
from dienests.kernel.retention.periods import Period, ends, period, set_periods


@dataclass(frozen=True, slots=True)
class DueCase:
    """A closed case, the kinds of data that are due with what set their periods, and the hold that forbids erasing."""

    case: Case
    procedure: type[Procedure]
    kinds: tuple[Period, ...]
    hold: Hold | None = None

    @property
    def since(self) -> date:
        """Return the day on which the first of them fell due."""
        closed = local_date(self.case.closed_at or self.case.opened_at)
        return min(day for each in self.kinds if (day := each.ends(closed)))


@dataclass
class Figures:
    """How many cases hold data that are due, how many of these are held, and how many fall due within a year."""

    due: int = 0
    held: int = 0
    within_a_year: int = 0
    unset: list[tuple[type[Procedure], str]] = field(default_factory=list)


def cases(institution: int, on: date, *, person: UUID | None = None) -> QuerySet[Case]:
    """Return the closed cases with data that are due on a day, the longest closed first.

    What is about `person` is left out: no list may betray it.
    """
    found = set_periods(institution, on)
    wanted = [each for procedure in newest().values() for each in _conditions(procedure, found, on)]
    if not wanted:
        return Case.objects.none()
    listed = Case.objects.filter(reduce(or_, wanted), institution=institution, closed_at__isnull=False)
    if person is not None:
        listed = listed.exclude(pk__in=exclusion.about(person).values("pk"))
        listed = listed.exclude(pk__in=Participant.objects.filter(person=person).values("case"))
    return listed.order_by("closed_at", "pk")


def _conditions(procedure: type[Procedure], found: Mapping[str, Parameter], on: date) -> Iterable[Q]:
    """Yield a condition for each kind of data and result whose period is set."""
    for kind in wiping.kinds(procedure):
        left = ~Exists(Erasure.objects.filter(case=OuterRef("pk"), slug=kind))
        latest: dict[date, list[str]] = {}
        for end in ends(procedure):
            each = period(found, procedure, end, kind)
            day = each.latest(on) if each else None
            if day is not None:
                latest.setdefault(day, []).append(end)
        for day, stages in latest.items():
            yield Q(left, procedure=procedure.slug, stage__in=stages, closed_at__lt=end_of(day))


def described(listed: Iterable[Case], institution: int, on: date) -> list[DueCase]:
    """Return what is due of each of these cases; three queries, however many they are."""
    part = list(listed)
    found = set_periods(institution, on)
    gone: dict[UUID, set[str]] = {case.pk: set() for case in part}
    for key, slug in Erasure.objects.filter(case__in=part).values_list("case", "slug"):
        gone[key].add(slug)
    holds = {each.case_id: each for each in Hold.objects.filter(case__in=part, lifted_at__isnull=True)}
    rows = []
    for case in part:
        procedure = find(case.procedure, case.version)
        kinds = tuple(each for each in _due(case, procedure, found, on) if each.kind not in gone[case.pk])
        if kinds:
            rows.append(DueCase(case, procedure, kinds, holds.get(case.pk)))
    return rows


def _due(case: Case, procedure: type[Procedure], found: Mapping[str, Parameter], on: date) -> Iterable[Period]:
    if case.closed_at is None:
        return
    closed = local_date(case.closed_at)
    for kind in wiping.kinds(procedure):
        each = period(found, procedure, case.stage, kind)
        end = each.ends(closed) if each else None
        if each is not None and end is not None and end <= on:
            yield each


def of(case: Case, on: date) -> tuple[Period, ...]:
    """Return what is due of one case."""
    rows = described([case], case.institution_id, on)
    return rows[0].kinds if rows else ()


def figures(institution: int, at: datetime, *, person: UUID | None = None) -> Figures:
    """Return the figures of an institution for whoever leads it; what is about `person` is left out, as in the list."""
    on = local_date(at)
    listed = cases(institution, on, person=person)
    held = Hold.objects.filter(case=OuterRef("pk"), lifted_at__isnull=True)
    now = listed.count()
    return Figures(
        due=now, held=listed.filter(Exists(held)).count(),
        within_a_year=cases(institution, on + timedelta(days=365), person=person).count() - now,
        unset=unset(institution, on),
    )  # fmt: skip


def unset(institution: int, on: date) -> list[tuple[type[Procedure], str]]:
    """Return (procedure, kind of data) wherever no period is set for at least one result; one query."""
    found = set_periods(institution, on)
    return [
        (procedure, kind)
        for procedure in newest().values()
        for kind in wiping.kinds(procedure)
        if any(period(found, procedure, end, kind) is None for end in ends(procedure))
    ]
