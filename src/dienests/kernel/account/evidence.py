"""Evidence: the last acts under a paragraph, as far as the reader may see their cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL

from dienests.kernel.access.actor import Actor
from dienests.kernel.account.carriers import Carrier
from dienests.kernel.account.states import insight, sealed
from dienests.kernel.calendar.zone import end_of
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.statements import columns
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
    carriers = [each for each in carrying if reader is not None or not sealed(each.procedure)]
    found: list[Deed] = []
    before, open_to = end_of(on), insight(reader)
    for _round in range(DEEPEST // AT_ONCE):
        events = _events(carriers, before)
        seen = set(visible(reader, among={event.stream for event in events}).values_list("pk", flat=True))
        found += [deed for event in events if (deed := _deed(event, carriers, seen, open_to))]
        if len(events) < AT_ONCE or len(found) >= most:
            break
        before = events[-1].at
    return found[:most]


def _events(carriers: list[Carrier], before: datetime) -> list[Event]:
    """Return the last acts before a moment: the last of each act along its index, merged, in one query."""
    events = columns(Event)
    wanted = [
        (f"{each.procedure.slug}:{each.procedure.version}", name) for each in carriers for name in sorted(each.counted)
    ]
    one = (
        f"SELECT e.id FROM {events.table} e WHERE e.stream_kind = 'case' AND e.version = %s AND e.act = %s "
        "AND e.at < %s ORDER BY e.at DESC LIMIT %s"
    )
    parts = " UNION ALL ".join(f"SELECT * FROM ({one}) b{at}" for at in range(len(wanted)))
    moment = events.fields["at"].get_db_prep_value(before, connection)
    values = [value for version, name in wanted for value in (version, name, moment, AT_ONCE)]
    if not wanted:
        return []
    found = Event.objects.filter(id__in=RawSQL(parts, values))
    return sorted(found, key=lambda event: (event.at, event.position), reverse=True)[:AT_ONCE]


def _deed(event: Event, carriers: list[Carrier], seen: set[UUID], open_to: frozenset[str]) -> Deed | None:
    slug = event.version.rpartition(":")[0]
    procedure = next(each.procedure for each in carriers if ":".join(map(str, each.procedure.key())) == event.version)
    if event.stream not in seen and (slug not in open_to or sealed(procedure)):
        return None
    case = event.stream if event.stream in seen else None
    return Deed(procedure.actions[event.act], event.at, event.position, bytes(event.leaf), event.mandate, case)
