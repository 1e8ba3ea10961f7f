"""Looks gathered to lines: a hundred looks of one official in one case on one day are one line that opens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as When_
from django.db.models import Count, F, Max, Min, QuerySet, Value, When

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.calendar.zone import RIGA, end_of, local_date, start_of
from dienests.kernel.looks import local_day

KEY = ("day", "reader", "mandate", "case", "token", "alone")
SAME = ("purpose", "page", "categories", "end_user")
Key = tuple[date, UUID, UUID | None, UUID | None, UUID | None, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """Looks of one line that were alike: how often, at how many people, first and last, and what they were."""

    looks: int
    people: int
    first: datetime
    last: datetime
    purpose: str
    page: str
    categories: tuple[str, ...]
    end_user: str

    @property
    def times(self) -> str:
        """When within the day, such as 10:05–16:40."""
        return _between(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Line:
    """What one reader did in one office, case and program on one day; without a case, what was opened stands for it."""

    day: date
    reader: UUID
    mandate: UUID | None
    case: UUID | None
    token: UUID | None
    alone: str
    looks: int
    first: datetime
    last: datetime
    kinds: list[Kind] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What the looks of a line have in common."""
        return self.day, self.reader, self.mandate, self.case, self.token, self.alone

    @property
    def times(self) -> str:
        """When within the day, such as 10:05–16:40."""
        return _between(self.first, self.last)

    @property
    def categories(self) -> list[str]:
        """Every kind of data that was shown."""
        return sorted({slug for each in self.kinds for slug in each.categories})

    @property
    def people(self) -> int:
        """At how many people's data at least; different pages may have shown the same people."""
        return max((each.people for each in self.kinds), default=0)


def lines(looks: QuerySet[ReadEvent]) -> Any:
    """Return the lines of looks as a query of rows, newest first; a part of them becomes `Line`s by `opened`."""
    return _keyed(looks).values(*KEY).annotate(looks=Count("pk"), first=Min("at"), last=Max("at")).order_by(
        "-day", "-last", "reader", "mandate", "case", "token", "alone"
    )  # fmt: skip


def opened(looks: QuerySet[ReadEvent], part: Iterable[dict[str, Any]]) -> list[Line]:
    """Return a part of the lines with what they hold; one query for any number of them."""
    found = {line.key: line for line in (Line(**row) for row in part)}
    if not found:
        return []
    days = [line.day for line in found.values()]
    within = looks.filter(at__gte=start_of(min(days)), at__lt=end_of(max(days)), reader__in={k[1] for k in found})
    kinds = _keyed(within).values(*KEY, *SAME).annotate(
        looks=Count("pk"), people=Count("person", distinct=True), first=Min("at"), last=Max("at")
    )  # fmt: skip
    for row in kinds.order_by("-last", *SAME):
        line = found.get(tuple(row.pop(name) for name in KEY))
        if line is not None:
            line.kinds.append(_kind(row))
    return list(found.values())


def _between(first: datetime, last: datetime) -> str:
    begins, ends = (f"{each.astimezone(RIGA):%H:%M}" for each in (first, last))
    return begins if begins == ends else f"{begins}–{ends}"


def _keyed(looks: QuerySet[ReadEvent]) -> QuerySet[ReadEvent]:
    alone = When_(When(case__isnull=True, then=F("page")), default=Value(""))
    return looks.order_by().annotate(day=local_day.day("at"), alone=alone)


def _kind(row: dict[str, Any]) -> Kind:
    return Kind(**row | {"categories": tuple(row["categories"].split()), "end_user": row["end_user"] or ""})


def single(event: ReadEvent) -> Line:
    """Return one look as a line of its own."""
    line = Line(
        local_date(event.at), event.reader, event.mandate, event.case, event.token, "" if event.case else event.page,
        1, event.at, event.at,
    )  # fmt: skip
    row = {name: getattr(event, name) for name in SAME}
    line.kinds.append(_kind(row | {"looks": 1, "people": 1, "first": event.at, "last": event.at}))
    return line
