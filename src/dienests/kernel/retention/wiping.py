"""Wiping: taking data out of the tables and out of the events of one case, without saying who decided it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from dienests.kernel.cases import presiding, searching
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.keys import store as keys
from dienests.kernel.letters.letter import STREAM as LETTER
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.norms.erasing import CONTENT, PARTICIPANTS, erasers, house_slugs
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find, versions
from dienests.kernel.procedures.roles import Group
from dienests.kernel.retention import files, persons, records, traces

LETTERS = "letters"


@dataclass
class Wiped:
    """What was taken out: rows touched, events without content since, persons emptied, keys to be destroyed."""

    rows: int = 0
    events: list[UUID] = field(default_factory=list)
    persons: list[UUID] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def kinds(procedure: type[Procedure]) -> tuple[str, ...]:
    """Return the kinds of data that a case of a procedure may hold: its categories, then those of the house."""
    return (*records.slugs(procedure), *house_slugs())


def wipe(case: Case, slugs: Iterable[str]) -> Wiped:
    """Take these kinds of data out of a case, within the transaction of the caller; repeating it changes nothing."""
    traces.overwrite()
    gone, procedure = frozenset(slugs), find(case.procedure, case.version)
    if any(role.identity and role.identity.slug in gone for role in procedure.roles.values()):
        gone |= {PARTICIPANTS}  # who opened the case is a participant
    wiped = Wiped()
    people = persons.named(procedure, case.pk)
    gone_files = files.of(case.pk, gone)
    wiped.rows += records.wipe(procedure, case.pk, gone)
    wiped.rows += sum(each.run(case.pk) for each in erasers() if each.slug in gone)
    if CONTENT in gone:
        wiped.events += _events(procedure, case)
    if LETTERS in gone:
        sent = Letter.objects.filter(case=case.pk).values("uid")
        wiped.events += _full(Q(stream_kind=LETTER, stream__in=sent))
    wiped.persons = persons.without_reason(people)
    wiped.events += persons.wipe(wiped.persons)
    wiped.keys = files.wipe(gone_files)
    return wiped


def empty(events: Iterable[UUID]) -> int:
    """Take payload and salt out of events, and return of how many; what is empty already stays so."""
    full = Event.objects.filter(Q(payload__isnull=False) | Q(salt__isnull=False), pk__in=list(events))
    return full.update(payload=None, salt=None)


def index_anew(case: UUID) -> None:
    """Let the search know only what is left of a case."""
    searching.put([case])


def _events(procedure: type[Procedure], case: Case) -> list[UUID]:
    """Return the events that tell of a case, its votes too, and still hold something."""
    bodies = {
        role.name: role for each in versions(procedure.slug) for role in each.roles.values() if isinstance(role, Group)
    }
    votes = [presiding.stream(case.pk, body).id for body in bodies.values()]
    told = Q(stream_kind=STREAM, stream=case.pk) | Q(stream_kind="ballot", stream__in=votes)
    return _full(told)


def _full(told: Q) -> list[UUID]:
    """Return the events that still hold something."""
    full = Event.objects.filter(told, Q(payload__isnull=False) | Q(salt__isnull=False))
    return list(full.order_by("stream", "position").values_list("pk", flat=True))


def destroy_keys(names: Iterable[str]) -> int:
    """Destroy keys that are still there, and return how many."""
    left = [name for name in names if keys.existing(name, remember=False) is not None]
    for name in left:
        keys.destroy(name)
    return len(left)
