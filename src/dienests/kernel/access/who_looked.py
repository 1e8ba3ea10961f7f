"""Answering "who looked at my data": every read of a person's data, with the office in which it was read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.parties.models import Mandate


@dataclass(frozen=True, slots=True)
class Looked:
    """One read in words; `office` and `institution` are empty where a private person looked."""

    at: datetime
    office: str
    institution: str
    case: UUID | None
    purpose: str
    categories: tuple[str, ...]
    page: str


def reads_of(person: UUID) -> QuerySet[ReadEvent]:
    """Return every read of a person's data, newest first; there is none that is left out."""
    return ReadEvent.objects.filter(person=person).order_by("-at", "-id")


def reads_by(reader: UUID) -> QuerySet[ReadEvent]:
    """Return what a person looked at, newest first."""
    return ReadEvent.objects.filter(reader=reader).order_by("-at", "-id")


def told(events: Iterable[ReadEvent]) -> list[Looked]:
    """Return reads with the titles of the offices; one query for any number of them."""
    found = list(events)
    named = Mandate.objects.select_related("office__institution").in_bulk(
        {event.mandate for event in found if event.mandate is not None}
    )
    return [_told(event, named.get(event.mandate) if event.mandate else None) for event in found]


def _told(event: ReadEvent, mandate: Mandate | None) -> Looked:
    return Looked(
        at=event.at,
        office=mandate.office.title if mandate else "",
        institution=mandate.office.institution.name if mandate else "",
        case=event.case,
        purpose=event.purpose,
        categories=tuple(event.categories.split()),
        page=event.page,
    )
