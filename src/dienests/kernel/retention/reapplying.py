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
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import Stream, append
from dienests.kernel.procedures.registry import find
from dienests.kernel.retention import chaining, persons, records, wiping
from dienests.kernel.retention.erased_list import Line, parse
from dienests.kernel.retention.erasure import Erasure
from dienests.kernel.retention.hold import Hold

AGAIN, LIFTED = "erased_again", "hold_lifted"
BASIS = "list of erased things"
AT_ONCE = 500


@dataclass
class Reapplied:
    """What was done: things taken out anew by kind, and how many lines tell of things that this copy does not hold."""

    done: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    absent: int = 0

    @property
    def total(self) -> int:
        """Return how many things were taken out."""
        return sum(self.done.values())


def reapply(lines: Iterable[str], *, at: datetime) -> Reapplied:
    """Take out of this database and its key store whatever the lines name and it still holds.

    `lines` are those of LOG_DIR/erased. A case whose erasing event stands here is left alone: what was added since is
    not touched. May be repeated after a crash at any point. Raises ListError, before anything is changed, for a line
    that is not understood.
    """
    result, by_kind = Reapplied(), defaultdict(list)
    for line in parse(lines):
        by_kind[line.kind].append(line)
    # Holds are lifted with the cases, so these come first; the content of events comes last.
    for line in by_kind["case"]:
        _case(line, at, result)
    for line in by_kind["field"]:
        _field(line, at, result)
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
def _case(line: Line, at: datetime, result: Reapplied) -> None:
    pk, slugs, event = UUID(line.words[0]), line.words[1].split(","), UUID(line.words[2])
    case, repeated = _to_repeat(line, result)
    if case is None:
        return
    for hold in Hold.objects.filter(case=pk, lifted_at__isnull=True):
        # The copy is older than the lifting, which is known to have happened: else nothing had been erased.
        chaining.chain(case, LIFTED, at=at, event=uuid5(repeated, str(hold.pk)), basis=BASIS)
        Hold.objects.filter(pk=hold.pk).update(lifted_at=max(at, hold.placed_at), lifted_basis=BASIS)
    wiped = wiping.wipe(case, slugs)
    wiping.empty(wiped.events)
    case.refresh_from_db()
    changes: dict[str, Any] = {"erased_at": at}
    if case.closed_at is None:  # it was closed after the copy was made
        changes |= {"closed_at": max(at, case.opened_at), "turn": "", "due": None}
        TermRun.objects.filter(case=pk, stopped_on__isnull=True).update(
            stopped_on=local_date(at), suspended_on=None
        )  # fmt: skip
    payload = {"categories": sorted(slugs), "events": len(wiped.events), "erased_at": line.at, "repeats": str(event)}
    chaining.chain(case, AGAIN, at=at, event=repeated, basis=BASIS, payload=payload, changes=changes)
    for slug in slugs:
        Erasure.objects.get_or_create(case=case, slug=slug, defaults={"event": repeated, "at": at})
    wiping.index_anew(pk)
    result.done["case"] += 1


@transaction.atomic
def _field(line: Line, at: datetime, result: Reapplied) -> None:
    """Empty a field whose value was rectified after this copy was made: the right one is not known here."""
    pk, name, event = UUID(line.words[0]), line.words[1], UUID(line.words[2])
    case, repeated = _to_repeat(line, result)
    if case is None:
        return
    records.empty(find(case.procedure, case.version), pk, name)
    payload = {"fields": [name], "erased_at": line.at, "repeats": str(event)}
    chaining.chain(case, AGAIN, at=at, event=repeated, basis=BASIS, payload=payload)
    wiping.index_anew(pk)
    result.done["field"] += 1


@transaction.atomic
def _persons(lines: Iterable[Line], at: datetime, result: Reapplied) -> None:
    wanted = [UUID(line.words[0]) for line in lines]
    for begin in range(0, len(wanted), AT_ONCE):
        found = persons.still_named(wanted[begin : begin + AT_ONCE])
        wiping.empty(persons.wipe(found))
        for person in found:
            append(stream=Stream(persons.STREAM, person), act=AGAIN, at=at, basis=BASIS)
        result.done["person"] += len(found)


@transaction.atomic
def _events(wanted: list[UUID], result: Reapplied) -> None:
    for begin in range(0, len(wanted), AT_ONCE):
        part = wanted[begin : begin + AT_ONCE]
        result.absent += len(part) - Event.objects.filter(pk__in=part).count()
        result.done["event"] += wiping.empty(part)
