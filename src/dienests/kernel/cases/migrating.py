"""Moving running cases to a newer version: one small transaction and one event for each case.

A run that is killed half way leaves each case either moved or not; the next run goes on with the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import exclusion, hindrances, parties
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.cases.migration import ACT, Migration
from dienests.kernel.cases.moving import Move, moves
from dienests.kernel.cases.outbox import run_pending
from dienests.kernel.cases.statements import columns
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.log.entry import ActorRef, Entry, Stream
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.digest import digest

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many cases this run moved, and how many still run under the old version."""

    moved: int
    left: int


def to_move(migration: Migration, *, institution: int | None, person: UUID | None) -> QuerySet[Case]:
    """Return the open cases that a migration moves; for a person none that are about this person.

    Closed cases stay as they ended. What is left out for a person is not counted either: a count would betray it.
    """
    found = Case.objects.filter(procedure=migration.slug, version=migration.source, closed_at__isnull=True)
    if institution is not None:
        found = found.filter(institution=institution)
    return found.exclude(pk__in=exclusion.secret_from(person)) if person else found


def migrate(
    *, migration: Migration, by: ActorRef, at: datetime, institution: int | None = None, person: UUID | None = None,
    most: int | None = None,
) -> Outcome:  # fmt: skip
    """Move open cases, at most so many, and say how many are left; `person` is the official who does it.

    Raises MigrationError, before anything is moved, when the migration is not whole or a higher package says what
    stands against it (`hindrances`).
    """
    migration.check()
    run_pending(at=at)
    moved, waiting = 0, to_move(migration, institution=institution, person=person)
    hindrances.check(migration, waiting)
    for move in _planned(migration, waiting, most):
        moved += _carried_out(migration, move, by=by, at=at)
    return Outcome(moved, waiting.count())


def _planned(migration: Migration, waiting: QuerySet[Case], most: int | None) -> Iterator[Move]:
    effects = Effect.objects.filter(done_at__isnull=True).values("case")
    keys = list(waiting.exclude(pk__in=effects).order_by("pk").values_list("pk", flat=True)[:most])
    for begin in range(0, len(keys), AT_ONCE):
        yield from moves(migration, waiting.filter(pk__in=keys[begin : begin + AT_ONCE]))


@transaction.atomic
def _carried_out(migration: Migration, move: Move, *, by: ActorRef, at: datetime) -> bool:
    """Move one case; False where somebody acted in it since it was looked at, so that it waits for the next run."""
    case, on = move.case, local_date(at)
    entry = Entry(
        stream=Stream(STREAM, case.pk), act=ACT, at=at, actor=by, basis=migration.addresses,
        payload={
            "from_version": migration.source, "to_version": migration.target, "basis": migration.basis.strip(),
            "stages": dict(migration.stages), "ended_terms": [run.slug for run in move.ends],
        },
        from_state=case.stage, to_state=move.stage, version=f"{migration.slug}:{migration.target}",
        digest=digest(migration.new),
    ).row(position=case.revision + 1, previous=bytes(case.leaf))  # fmt: skip
    seen = Case.objects.filter(pk=case.pk, revision=case.revision, version=migration.source, closed_at__isnull=True)
    due = move.due
    changes = {"due": due.due, "provisional": due.provisional} if due else {"due": None, "provisional": False}
    changed = seen.update(
        version=migration.target, stage=move.stage, turn=move.turn, sight=move.sight, revision=case.revision + 1,
        leaf=entry["leaf"], **(changes if move.ends else {}),
    )  # fmt: skip
    if not changed:
        return False
    for run in move.ends:
        still = (on - run.suspended_on).days if run.suspended_on else 0
        stopped = {"stopped_on": on, "suspended_on": None, "suspended_days": run.suspended_days + still}
        TermRun.objects.filter(pk=run.pk).update(**stopped)
    with connection.cursor() as cursor:
        columns(Event).insert(cursor, entry)
        _join(migration, case, at)
    return True


def _join(migration: Migration, case: Case, at: datetime) -> None:
    """Let those take part whom the record names in a role of a party that only the new version has."""
    fresh = {name for name, role in migration.new.roles.items() if role.party} - set(migration.old.roles)
    if fresh:
        record = migration.new.record.objects.get(pk=case.pk)
        before = {
            name: None if name in fresh else person for name, person in parties.named(migration.new, record).items()
        }
        with connection.cursor() as cursor:
            parties.change(cursor, migration.new, record, case, before=before, at=at)
