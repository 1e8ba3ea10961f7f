"""What becomes of one case in a migration: stage, turn, who sees it, which terms end; from its own events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.migration import ACT, Migration
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Move:
    """One case as it is (`case`), and as it goes on.

    `ends` are the open runs of terms that the new version lacks or, from the stage on, never stops.
    """

    case: Case
    stage: str
    turn: str
    sight: int
    ends: tuple[TermRun, ...]
    runs: tuple[TermRun, ...]

    @property
    def due(self) -> TermRun | None:
        """The run that is due first of those that go on."""
        counted = (run for run in self.runs if run.due and not run.suspended_on)
        return min(counted, key=lambda run: (run.due, run.pk), default=None)


def moves(migration: Migration, cases: Iterable[Case]) -> list[Move]:
    """Return what becomes of some cases, in three queries; those are left out for which an effect still waits.

    An effect looks up its act in the version under which it was written: it is carried out before a case moves.
    """
    found = {case.pk: case for case in cases}
    wait = set(Effect.objects.filter(case__in=found, done_at__isnull=True).values_list("case", flat=True))
    been, runs = stages_been(found), _runs(found)
    return [_move(migration, case, been[pk], runs[pk]) for pk, case in found.items() if pk not in wait]


def _move(migration: Migration, case: Case, been: Iterable[str], runs: list[TermRun]) -> Move:
    """An office sees the case from now on if the new version awaits it at a stage that the case has been in."""
    new, stage = migration.new, migration.stages[case.stage]
    stopped = _stops_after(new, stage)
    sight = new.plan.sights[stage]
    for name in been:
        sight |= new.plan.sights.get(migration.stages.get(name, name), 0)
    return Move(
        case, stage, new.plan.turns[stage], sight, tuple(run for run in runs if run.slug not in stopped),
        tuple(run for run in runs if run.slug in stopped),
    )  # fmt: skip


def stages_been(cases: Mapping[UUID, Case] | Iterable[UUID]) -> dict[UUID, set[str]]:
    """Return the stages that cases have been in, by the names of the version under which each runs now."""
    found: dict[UUID, set[str]] = defaultdict(set)
    events = Event.objects.filter(stream_kind="case", stream__in=list(cases)).order_by("stream", "position")
    for stream, act, stage, payload in events.values_list("stream", "act", "to_state", "payload"):
        if act == ACT:
            found[stream] = _renamed(found[stream], payload)
        found[stream].add(stage)
    return found


def _renamed(been: set[str], payload: Mapping[str, Any] | None) -> set[str]:
    """Follow the stage map of an earlier migration; where its content was erased, only what came after is known."""
    stages = (payload or {}).get("stages", {})
    return {stages[name] for name in been if name in stages}


def _runs(cases: Iterable[UUID]) -> dict[UUID, list[TermRun]]:
    found: dict[UUID, list[TermRun]] = defaultdict(list)
    for run in TermRun.objects.filter(case__in=list(cases), stopped_on__isnull=True).order_by("pk"):
        found[run.case_id].append(run)
    return found


_stops: dict[tuple[type[Procedure], str], set[str]] = {}  # a declaration never changes


def _stops_after(procedure: type[Procedure], stage: str) -> set[str]:
    """Return the terms that some act stops which a case can still come to from a stage."""
    if (procedure, stage) not in _stops:
        _stops[procedure, stage] = set(_stopped(procedure, stage))
    return _stops[procedure, stage]


def _stopped(procedure: type[Procedure], stage: str) -> Iterator[str]:
    seen, waiting = {stage}, [stage]
    while waiting:
        here = procedure.stages[waiting.pop()]
        for action in procedure.actions.values():
            if not action.starts_case and action.leaves(here):
                yield from (term.name for term in action.follows.ends)
                there = action.goes(here).name
                waiting += [] if there in seen else [there]
                seen.add(there)
