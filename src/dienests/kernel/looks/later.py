"""Which looks one person is told later, and with which words once they are told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.exclusion import about
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.handling.past import REOPENING
from dienests.kernel.log.events import Event
from dienests.kernel.looks.course import EVER, Closings, Course, Delayed
from dienests.kernel.looks.delays import Place, by_parameter, by_rule
from dienests.kernel.procedures.registry import find


@dataclass(frozen=True, slots=True)
class Later:
    """The delays towards one person at one moment: by parameters, and by the rules of cases about the person."""

    person: UUID
    now: datetime
    set: Mapping[Place, Course]
    about: Mapping[UUID, Case]
    _closings: dict[UUID, Closings] = field(default_factory=dict)

    @classmethod
    def of(cls, person: UUID, *, at: datetime) -> "Later":
        """Read the delays; two queries."""
        return cls(person, at, by_parameter(local_date(at)), {each.pk: each for each in about(person)})

    def told(self, looks: QuerySet[ReadEvent]) -> QuerySet[ReadEvent]:
        """Leave out what is not told yet, so that no sum and no page betrays it; at most two queries here."""
        hidden: dict[datetime, list[UUID]] = defaultdict(list)
        cases = {**self._delayed_by_parameter(looks), **self.about}
        self._read(cases.values())
        for case in cases.values():
            since = [course.hidden_since(self._closings[case.pk], now=self.now) for course in self._courses(case)]
            known = [each for each in since if each is not None]
            if known:
                hidden[min(known)].append(case.pk)
        for moment, keys in hidden.items():
            looks = looks.exclude(case__in=keys) if moment == EVER else looks.exclude(case__in=keys, at__gte=moment)
        return looks

    def delays(self, looks: Iterable[tuple[datetime, Case]]) -> list[Delayed | None]:
        """Return of looks that are told how they were delayed, the longest delay of each; one query at most."""
        found = list(looks)
        self._read({case.pk: case for _at, case in found if self._courses(case)}.values())
        return [self._delay(at, case) for at, case in found]

    def _delay(self, at: datetime, case: Case) -> Delayed | None:
        waits = [course.delay_of(at, self._closings[case.pk]) for course in self._courses(case)]
        known = [each for each in waits if each is not None]
        return max(known, key=lambda each: each.until or EVER, default=None)

    def _courses(self, case: Case) -> list[Course]:
        rule = by_rule(find(case.procedure, case.version)) if case.pk in self.about else None
        return [each for each in (self.set.get((case.institution_id, case.procedure)), rule) if each is not None]

    def _delayed_by_parameter(self, looks: QuerySet[ReadEvent]) -> dict[UUID, Case]:
        """Return the cases of these looks in procedures for which a value delays something now."""
        open_case = Closings(None)
        places = {
            place: since
            for place, course in self.set.items()
            if (since := course.hidden_since(open_case, now=self.now)) is not None
        }
        if not places:
            return {}
        recent = looks.filter(at__gte=min(places.values()), case__isnull=False).order_by()
        cases = Case.objects.filter(
            pk__in=recent.values("case").distinct(), procedure__in={slug for _i, slug in places}
        )
        return {each.pk: each for each in cases if (each.institution_id, each.procedure) in places}

    def _read(self, cases: Iterable[Case]) -> None:
        """Learn when cases were closed and reopened; one query for any number of them."""
        unknown = {case.pk: case for case in cases if case.pk not in self._closings}
        again: dict[UUID, list[datetime]] = defaultdict(list)
        if unknown:
            events = Event.objects.filter(stream_kind=STREAM, stream__in=unknown, act=REOPENING).order_by("at")
            for stream, at in events.values_list("stream", "at"):
                again[stream].append(at)
        for key, case in unknown.items():
            self._closings[key] = Closings(case.closed_at, tuple(again[key]))
