"""What an auditor sees of one institution: counts by official, searches, looks without a case; never whose data.

Cases that are about the auditor and still open are left out everywhere: their number would betray them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from dienests.kernel.access.auditor import AUDITORS
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.calendar.days_off import LATVIA
from dienests.kernel.calendar.zone import RIGA, end_of, start_of
from dienests.kernel.cases.exclusion import secret_from
from dienests.kernel.looks import local_day
from dienests.kernel.looks.counts import DAY, Span, counted, whole
from dienests.kernel.looks.unusual import WEEKS, Volume, volumes
from dienests.kernel.parties.absence import Absence
from dienests.kernel.parties.mandate import Mandate

WEEK = 7
# Flexible hours lie within; who works earlier, later or on a day off is asked why, not accused.
OPENS, CLOSES = time(7), time(19)
SEARCH = "people-search"


@dataclass(frozen=True, slots=True)
class Hours:
    """The looks of one official in a period: all, those outside of hours, those on days of an own absence."""

    person: UUID
    looks: int
    outside: int
    away: int


@dataclass(frozen=True, slots=True)
class Searched:
    """How often an official searched for people in a month, and how many were found."""

    month: date
    person: UUID
    searches: int
    people: int


@dataclass(frozen=True, slots=True)
class Audit:
    """The looks under the offices of one institution, as one auditor sees them."""

    institution: int
    auditor: UUID
    mandates: dict[UUID, Mandate]
    secret: tuple[UUID, ...]

    @classmethod
    def of(cls, institution: int, auditor: UUID) -> "Audit":
        """Read who held which office, ever; two queries."""
        held = Mandate.objects.filter(office__institution=institution).select_related("person", "office__unit")
        return cls(institution, auditor, {each.pk: each for each in held}, tuple(secret_from(auditor)))

    def unusual(self, on: date) -> list[Volume]:
        """Return whose week up to the day stands out, save auditors, whose every look counts all in a list."""
        first = on - DAY * (WEEK - 1)
        weeks: dict[UUID, list[int]] = defaultdict(lambda: [0] * (WEEKS + 1))
        offices: dict[int, dict[UUID, int]] = defaultdict(dict)
        for mandate in self._others():
            if mandate.valid_from <= on and (mandate.valid_to is None or mandate.valid_to > first):
                offices[mandate.office_id].setdefault(mandate.person_id, 0)
        spans = [whole(first - DAY * WEEK * week, WEEK) for week in range(WEEKS + 1)]
        for week, found in enumerate(self._counted(spans)):
            for held, looks in ((self.mandates[key], looks) for key, looks in found.items() if key in self.mandates):
                if held.office.slug in AUDITORS:
                    continue
                weeks[held.person_id][week] += looks
                if week == 0:
                    place = offices[held.office_id]
                    place[held.person_id] = place.get(held.person_id, 0) + looks
        return volumes(weeks, offices)

    def hours(self, first: date, days: int) -> list[Hours]:
        """Return who looked outside of hours or while marked absent in so many days; two queries."""
        spans = [span for day in _days(first, days) for span in _parts(day)]
        found, away = self._counted(spans), self._away(first, days)
        made: dict[UUID, list[int]] = defaultdict(lambda: [0, 0, 0])
        for place, counts in enumerate(found):
            day, part = first + DAY * (place // 3), place % 3
            for key, looks in counts.items():
                mandate = self.mandates.get(key)
                if mandate is not None:
                    row = made[mandate.person_id]
                    row[0] += looks
                    row[1] += looks if part != 1 or not LATVIA.is_working(day) else 0
                    row[2] += looks if any(begins <= day < ends for begins, ends in away[mandate.person_id]) else 0
        rows = [Hours(person, *row) for person, row in made.items() if row[1] or row[2]]
        return sorted(rows, key=lambda each: (-each.away, -each.outside, each.person))

    def without_case(self, span: Span) -> Any:
        """Return what was opened without a case as a query: one row for a look-up with all its people, newest first."""
        grouped = self._alone(span).values("search", "reader", "mandate", "page", "purpose")
        return grouped.annotate(people=Count("pk"), moment=Max("at")).order_by("-moment", "search", "page")

    def searches(self, span: Span) -> list[Searched]:
        """Return the searches for people by official and month, the newest month first; one query."""
        rows = self._alone(span).filter(page=SEARCH).annotate(month=local_day.month("at"))
        counts = rows.values("month", "reader").annotate(searches=Count("search", distinct=True), people=Count("pk"))
        found = [Searched(each["month"], each["reader"], each["searches"], each["people"]) for each in counts]
        return sorted(found, key=lambda each: (-each.month.toordinal(), -each.searches, each.person))

    def by(self, person: UUID, span: Span) -> QuerySet[ReadEvent]:
        """Return the looks of one official under the offices of this institution."""
        own = [key for key, mandate in self.mandates.items() if mandate.person_id == person]
        found = ReadEvent.objects.filter(reader=person, mandate__in=own, at__gte=span[0], at__lt=span[1])
        return found.exclude(case__in=self.secret) if self.secret else found

    def names(self) -> dict[UUID, str]:
        """Return the names of all officials."""
        return {each.person_id: each.person.name for each in self.mandates.values()}

    def _alone(self, span: Span) -> QuerySet[ReadEvent]:
        alone = ReadEvent.objects.filter(case__isnull=True, at__gte=span[0], at__lt=span[1]).order_by()
        return alone.filter(mandate__in=Mandate.objects.filter(office__institution=self.institution).values("pk"))

    def _counted(self, spans: Sequence[Span]) -> list[dict[UUID, int]]:
        return counted(spans, institution=self.institution, without=self.secret)

    def _others(self) -> Iterable[Mandate]:
        return (each for each in self.mandates.values() if each.office.slug not in AUDITORS)

    def _away(self, first: date, days: int) -> dict[UUID, list[tuple[date, date]]]:
        after = first + DAY * days
        found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
        still = Q(valid_to__isnull=True) | Q(valid_to__gt=first)
        for each in Absence.objects.filter(still, institution=self.institution, valid_from__lt=after):
            found[each.person_id].append((each.valid_from, each.valid_to or after))
        return found


def _days(first: date, days: int) -> Iterable[date]:
    return (first + DAY * number for number in range(days))


def _parts(day: date) -> tuple[Span, Span, Span]:
    """Return the night before the hours of a day, the hours, and the evening after them."""
    opens, closes = (datetime.combine(day, each, RIGA).astimezone(start_of(day).tzinfo) for each in (OPENS, CLOSES))
    return (start_of(day), opens), (opens, closes), (closes, end_of(day))


__all__ = ["CLOSES", "OPENS", "Audit", "Hours", "Searched"]
