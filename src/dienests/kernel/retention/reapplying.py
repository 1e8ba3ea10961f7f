"""Reapplying: a restored older copy still holds what was erased since; the list of erased things takes it out again.

It asks nobody: whoever erased had the right, and the list was written before that was confirmed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import Stream, append
from dienests.kernel.procedures.registry import find
from dienests.kernel.retention import chaining, overtaken, persons, records, wiping
from dienests.kernel.retention.erased_list import HEADS, Line, blocks, parse
from dienests.kernel.retention.erasure import Erasure
from dienests.kernel.retention.hold import Hold

AGAIN, LIFTED = "erased_again", "hold_lifted"
BASIS = "list of erased things"
AT_ONCE = 500


@dataclass
class Reapplied:
    """What was done: things taken out anew by kind, and how many lines tell of things that this copy does not hold.

    `refused` has a sentence for each case or field that was left alone, for something was done there since.
    """

    done: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    absent: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Return how many things were taken out."""
        return sum(self.done.values())


def reapply(lines: Iterable[str], *, at: datetime) -> Reapplied:
    """Take out of this database and its key store whatever the lines name and it still holds.

    `lines` are those of LOG_DIR/erased. A case whose erasing event stands here is left alone: what was added since is
    not touched, nor is what somebody did at or after the moment of a line. May be repeated after a crash at any point.
    Raises ListError, before anything is changed, for a line that is not understood.
    """
    result, told = Reapplied(), blocks(parse(lines))
    # Cases come first, since their fields go with them; the content of other events comes last.
    heads = [block for kind in HEADS for block in told if block[0].kind == kind]
    done = [block for block in heads if _carried_out(block, at, result)]
    by_kind = defaultdict(list)
    for block in (*done, *(block for block in told if block[0].kind not in HEADS)):
        for line in block:
            by_kind[line.kind].append(line)
    _persons(by_kind["person"], at, result)
    _events([UUID(line.words[0]) for line in by_kind["event"]], result)
    result.done["key"] += wiping.destroy_keys(line.words[0] for line in by_kind["key"])
    return result


def again(line: Line) -> UUID:
    """Return the id of the event that says that the line of a case or a field was carried out on a copy."""
    case, what, event = line.words
    return uuid5(UUID(event), f"again {UUID(case)}" if line.kind == "case" else f"again {UUID(case)} {what}")


def _to_repeat(line: Line, result: Reapplied) -> tuple[Case | None, UUID]:
    """Return the locked case of a line and the id of the event to write; no case where nothing is left to do."""
    case, repeated = chaining.locked(UUID(line.words[0])), again(line)
    if case is None:
        result.absent += 1
    elif Event.objects.filter(pk__in=(UUID(line.words[2]), repeated)).exists():
        return None, repeated
    return case, repeated


@transaction.atomic
def _carried_out(block: list[Line], at: datetime, result: Reapplied) -> bool:
    """Take out what an act names of a case; False where it is refused, and with it its persons, events and key."""
    line = block[0]
    case, repeated = _to_repeat(line, result)
    if case is None:
        return True
    why = overtaken.overtaken(case, line)
    if why:
        result.refused.append(why)
        return False
    told = [UUID(each.words[0]) for each in block if each.kind == "event"]
    events = Event.objects.filter(pk__in=told, stream_kind=STREAM, stream=case.pk, payload__isnull=False)
    full = list(events.values_list("pk", flat=True))
    # The value of a field may be put right under a hold, the content of an event goes only without one.
    if line.kind == "case" or full:
        _lift(case, repeated, at)
    if line.kind == "case":
        _case(case, line, repeated, at)
    else:
        _field(case, line, repeated, at)
    result.done["event"] += wiping.empty(full)  # now, for a hold may be placed before the rest is reached
    result.done[line.kind] += 1
    return True


def _lift(case: Case, repeated: UUID, at: datetime) -> None:
    """Lift a hold that this copy is too old to know as lifted: it was, else nothing had been erased."""
    for hold in Hold.objects.filter(case=case, lifted_at__isnull=True):
        chaining.chain(case, LIFTED, at=at, event=uuid5(repeated, str(hold.pk)), basis=BASIS)
        Hold.objects.filter(pk=hold.pk).update(lifted_at=max(at, hold.placed_at), lifted_basis=BASIS)


def _case(case: Case, line: Line, repeated: UUID, at: datetime) -> None:
    slugs = line.words[1].split(",")
    wiped = wiping.wipe(case, slugs)
    wiping.empty(wiped.events)
    case.refresh_from_db()
    changes: dict[str, Any] = {"erased_at": at}
    if case.closed_at is None:  # it was closed after the copy was made
        changes |= {"closed_at": max(at, case.opened_at), "turn": "", "due": None}
        TermRun.objects.filter(case=case, stopped_on__isnull=True).update(
            stopped_on=local_date(at), suspended_on=None
        )  # fmt: skip
    payload = {"categories": sorted(slugs), "events": len(wiped.events), "erased_at": line.at, "repeats": line.words[2]}
    chaining.chain(case, AGAIN, at=at, event=repeated, basis=BASIS, payload=payload, changes=changes)
    for slug in slugs:
        Erasure.objects.get_or_create(case=case, slug=slug, defaults={"event": repeated, "at": at})
    wiping.index_anew(case.pk)


def _field(case: Case, line: Line, repeated: UUID, at: datetime) -> None:
    """Empty a field whose value was rectified after this copy was made: the right one is not known here."""
    name = line.words[1]
    records.empty(find(case.procedure, case.version), case.pk, name)
    payload = {"fields": [name], "erased_at": line.at, "repeats": line.words[2]}
    chaining.chain(case, AGAIN, at=at, event=repeated, basis=BASIS, payload=payload)
    wiping.index_anew(case.pk)


@transaction.atomic
def _persons(lines: list[Line], at: datetime, result: Reapplied) -> None:
    last = overtaken.last_act()
    for begin in range(0, len(lines), AT_ONCE):
        part = lines[begin : begin + AT_ONCE]
        stay = overtaken.kept(part, last)
        found = persons.still_named({UUID(line.words[0]) for line in part if line not in stay})
        wiping.empty(persons.wipe(found))
        for person in found:
            append(stream=Stream(persons.STREAM, person), act=AGAIN, at=at, basis=BASIS)
        result.done["person"] += len(found)


@transaction.atomic
def _events(wanted: list[UUID], result: Reapplied) -> None:
    """Empty the events that are left; those of a person went with the person, or are kept with it."""
    for begin in range(0, len(wanted), AT_ONCE):
        part = Event.objects.filter(pk__in=wanted[begin : begin + AT_ONCE])
        result.absent += len(wanted[begin : begin + AT_ONCE]) - part.count()
        rest = part.exclude(stream_kind=persons.STREAM)
        result.done["event"] += wiping.empty(rest.values_list("pk", flat=True))
