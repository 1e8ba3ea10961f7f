"""Evidence: the last acts under a paragraph, as far as the reader may see their cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from dienests.kernel.access.actor import Actor
from dienests.kernel.account.carriers import Carrier
from dienests.kernel.account.states import insight, sealed
from dienests.kernel.calendar.zone import end_of
from dienests.kernel.cases.sight import visible
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.actions import Action

SHOWN = 10
AT_ONCE = 50
DEEPEST = 400  # so many events are looked through for those that the reader may see


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that was done under the paragraph; `case` is None where the reader may not open it."""

    action: Action
    at: datetime
    position: int
    leaf: bytes
    mandate: UUID | None
    case: UUID | None


def deeds(carrying: Iterable[Carrier], *, on: date, reader: Actor | None, most: int = SHOWN) -> list[Deed]:
    """Return the last acts until the end of a day, newest first; of sealed procedures only those of cases one sees."""
    carriers = list(carrying)
    found: list[Deed] = []
    open_to = insight(reader)
    for start in range(0, DEEPEST, AT_ONCE):
        events = list(_events(carriers, on)[start : start + AT_ONCE])
        if not events:
            break
        seen = set(visible(reader, among={event.stream for event in events}).values_list("pk", flat=True))
        found += [deed for event in events if (deed := _deed(event, carriers, seen, open_to))]
        if len(found) >= most:
            break
    return found[:most]


def _events(carriers: list[Carrier], on: date) -> QuerySet[Event]:
    named = Q(pk__in=[])
    for each in carriers:
        for name in (each.own & each.acts) or each.acts:
            named |= Q(version=f"{each.procedure.slug}:{each.procedure.version}", act=name)
    return Event.objects.filter(named, stream_kind="case", at__lt=end_of(on)).order_by("-at", "-position")


def _deed(event: Event, carriers: list[Carrier], seen: set[UUID], open_to: frozenset[str]) -> Deed | None:
    slug = event.version.rpartition(":")[0]
    procedure = next(each.procedure for each in carriers if each.procedure.slug == slug)
    if event.stream not in seen and (slug not in open_to or _is_sealed(slug, carriers)):
        return None
    case = event.stream if event.stream in seen else None
    return Deed(procedure.actions[event.act], event.at, event.position, bytes(event.leaf), event.mandate, case)


def _is_sealed(slug: str, carriers: list[Carrier]) -> bool:
    return any(sealed(each.procedure) for each in carriers if each.procedure.slug == slug)
