"""What a head sees of the house, and a direct manager of the own unit: counts, never a case."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from dienests.kernel.access.actor import Actor
from dienests.kernel.account.figures import stage_medians
from dienests.kernel.account.known import tally_for
from dienests.kernel.account.states import insight, sealed
from dienests.kernel.calendar.days_off import LATVIA
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.exclusion import secret_from
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.duties.year import Entry, Standing, year_of
from dienests.kernel.handling.handler import Handler
from dienests.kernel.indicators.declaration import declared as indicators
from dienests.kernel.indicators.series import all_series
from dienests.kernel.norms.coverage import coverage
from dienests.kernel.norms.parameters import standing
from dienests.kernel.parties.institution import Institution, Unit
from dienests.kernel.parties.office import Office
from dienests.kernel.procedures.registry import declared, newest

SOON = 5  # working days
FEWEST = 5  # a direct manager sees no smaller count


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases of a unit and office, or of an official; None is a count too small to be shown."""

    where: str
    who: str
    open: int | None
    overdue: int | None
    soon: int | None
    still: int | None = None  # their terms are suspended


@dataclass(frozen=True)
class Face:
    """The face of a head (`unit` None), or of a direct manager, restricted to one unit and to what is not sealed."""

    institution: Institution
    unit: Unit | None
    on: date
    reader: Actor

    @property
    def counted(self) -> frozenset[str]:
        """The procedures that are counted: of sealed ones a head counts those of an own office, a manager none."""
        if self.unit is None:
            return insight(self.reader, self.institution.pk)
        return frozenset(each.slug for each in declared() if not sealed(each))

    @cached_property
    def secret(self) -> list[UUID]:
        """The open cases about the reader, which no count betrays."""
        return secret_from(self.reader.person)

    def by_office(self) -> list[Load]:
        """Return the open cases by unit and the office whose turn it is; three queries."""
        units = {each.pk: each.name for each in Unit.objects.filter(institution=self.institution)}
        titles = {each.slug: each.title for each in Office.objects.filter(institution=self.institution)}
        rows = self._open().values_list("unit", "turn").annotate(**self._counts()).order_by("unit", "turn")
        return [self._load(units.get(unit, ""), titles.get(turn, ""), counts) for unit, turn, *counts in rows]

    def by_official(self) -> list[Load]:
        """Return the open cases by the official who has taken them on; one query."""
        taken = Handler.objects.filter(case__in=self._open(), office=F("case__turn")).order_by("person__sort_key")
        rows = taken.values_list("person", "person__given_name", "person__family_name").annotate(
            **self._counts("case__")
        )
        return [self._load("", f"{given} {family}", counts) for _pk, given, family, *counts in rows]

    def terms(self) -> list[dict[str, Any]]:
        """Return, by procedure, how many terms were kept in time and late, and where its cases wait how long."""
        told = tally_for(self.reader, on=self.on, today=self.on, institution=self.institution.pk)
        return [
            {
                "procedure": each,
                "kept": sum(run.kept for (key, _n), run in told.terms.items() if key[0] == each.slug),
                "late": sum(run.kept_late for (key, _n), run in told.terms.items() if key[0] == each.slug),
                "stages": [
                    (each.stages[s].label, days) for s, days in stage_medians(each, told).items() if s in each.stages
                ],
            }
            for each in newest().values()
            if each.slug in self.counted
        ]

    def unset(self) -> list[Any]:
        """Return the parameters that are not set, or not confirmed; one query."""
        every = standing(self.institution.pk, self.on)
        return [each for each in every if each.parameter is None or not each.parameter.confirmed]

    def open_provisions(self) -> list[tuple[Any, int]]:
        """Return, by act, how many provisions no declaration carries."""
        return [(each.act, len(each.open)) for each in coverage() if each.open]

    def duties(self) -> list[Entry]:
        """Return the duties of the year that are late or run."""
        year = year_of(self.institution, self.on.year, on=self.on, reader=self.reader)
        return [each for each in year.entries if each.standing in (Standing.OVERDUE, Standing.RUNNING)]

    def indicators(self) -> list[dict[str, Any]]:
        """Return each indicator with its last value."""
        every = all_series(indicators(), self.institution.pk, reader=self.reader)
        return [
            {"indicator": each, "last": every[each.slug][-1] if every[each.slug] else None} for each in indicators()
        ]

    def _open(self) -> QuerySet[Case]:
        found = Case.objects.filter(institution=self.institution, closed_at__isnull=True, procedure__in=self.counted)
        found = found.exclude(pk__in=self.secret)
        return found if self.unit is None else found.filter(unit=self.unit)

    def _counts(self, way: str = "") -> dict[str, Count]:
        soon = LATVIA.working_day_after(self.on, SOON)
        late, near = Q(**{f"{way}due__lt": self.on}), Q(**{f"{way}due__gte": self.on, f"{way}due__lte": soon})
        runs = TermRun.objects.filter(stopped_on__isnull=True, suspended_on__isnull=False)
        still = Q(Exists(runs.filter(case=OuterRef(f"{way}pk"))), **{f"{way}due__isnull": True})
        counts = {"n": None, "n_late": late, "n_soon": near, "n_still": still}
        return {name: Count("pk", filter=some) for name, some in counts.items()}

    def _load(self, where: str, who: str, counts: list[int]) -> Load:
        shown = [n if self.unit is None or n >= FEWEST else None for n in counts]
        return Load(where, who, *shown)
