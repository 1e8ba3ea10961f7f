"""Terms that run: a walk over stages and sets of running terms finds what would start twice, never stop, or never run.

The walk takes in every stage, the terms that may run there, and which of them may be suspended. It is bounded.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.terms import Term

_choices_read: dict[type[Procedure], list[str]] = {}  # a declaration never changes
MOST = 20_000


class State(NamedTuple):
    """Where a case may stand: the stage ("" before the first act), the terms that run, those that stand still."""

    stage: str
    running: frozenset[str] = frozenset()
    still: frozenset[str] = frozenset()

    def after(self, action: Action, stage: str) -> "State":
        """Return the state after an act that leads to a stage."""
        then = action.follows
        running, still = self.running - _names(then.ends), self.still - _names(then.ends) - _names(then.resumes)
        still |= _names(then.suspends) & running
        return State(stage, running | _names(then.starts), still)


class _TooMany(Exception):
    """The walk does not come to an end in reasonable time."""


def term_faults(procedure: type[Procedure]) -> Iterator[str]:
    """Yield a sentence for each act that starts a running term, closes a case with one, or moves one in vain."""
    moved: set[tuple[str, str]] = set()
    try:
        for record in _records(procedure):
            yield from _faults(procedure, record, moved)
    except _TooMany:
        yield f"its terms may run in more than {MOST} combinations; stop some of them earlier."
        return
    for name, action in procedure.actions.items():
        for doing, term in _needed(action):
            if (name, term.name) not in moved:
                yield f"'{name}' {doing} the term '{term.name}', which never runs there; start it before, or leave it."


def _faults(procedure: type[Procedure], record: Any, moved: set[tuple[str, str]]) -> Iterator[str]:
    for name, before, after in _walk(procedure, record):
        then = procedure.actions[name].follows
        moved |= {(name, term) for term in _names((*then.suspends, *_listed(then.extends), *_listed(then.lapses)))
                  & before.running}  # fmt: skip
        moved |= {(name, term) for term in _names(then.resumes) & before.still}
        for term in sorted(_names(then.starts) & (before.running - _names(then.ends))):
            yield f"'{name}' starts the term '{term}', which may run already; let it stop that one first."
        there = procedure.stages.get(after.stage)
        if there and there.ends:
            for term in sorted(after.running):
                yield f"'{name}' closes the case while the term '{term}' may run; let it stop that one."


def _needed(action: Action) -> Iterator[tuple[str, Term]]:
    """Yield what an act does to terms that must run, or stand still, for it to mean anything."""
    then = action.follows
    yield from (("suspends", term) for term in then.suspends)
    yield from (("resumes", term) for term in then.resumes)
    yield from (("extends", term) for term in _listed(then.extends))
    yield from (("lapses", term) for term in _listed(then.lapses))


def _walk(procedure: type[Procedure], record: Any) -> Iterator[tuple[str, State, State]]:
    """Yield (action, state before it, state after it) for every state that such a record can reach."""
    begin = State("")
    seen, waiting = {begin}, [begin]
    while waiting:
        before = waiting.pop()
        here = procedure.stages.get(before.stage)
        for name, action in procedure.actions.items():
            if (here is None) != action.starts_case or (here is not None and not action.leaves(here)):
                continue
            if not _may_hold(procedure, action, record):
                continue
            there = action.target.name if here is None else action.goes(here).name  # type: ignore[union-attr]
            after = before.after(action, there)
            yield name, before, after
            if after not in seen:
                seen.add(after)
                waiting.append(after)
        if len(seen) > MOST:
            raise _TooMany


def _names(terms: tuple[Term, ...]) -> frozenset[str]:
    return frozenset(term.name for term in terms)


def _listed(term: Term | None) -> tuple[Term, ...]:
    return (term,) if term else ()


def _records(procedure: type[Procedure]) -> Iterator[Any]:
    """Yield one blank record for each combination of the options that conditions of actions look at."""
    choices, names = _choices(procedure), choices_read(procedure)
    for values in product(*(choices[name] for name in names)):
        yield procedure.record(**dict(zip(names, values, strict=True)))


def choices_read(procedure: type[Procedure]) -> list[str]:
    """Return the names of the choices that conditions of actions look at, in the order of the record."""
    if procedure not in _choices_read:
        _choices_read[procedure] = _read_by_conditions(procedure)
    return _choices_read[procedure]


def _read_by_conditions(procedure: type[Procedure]) -> list[str]:
    read = {name for action in procedure.actions.values() if action.when for name in action.when.reads()}
    return [name for name in _choices(procedure) if name in read]


def _may_hold(procedure: type[Procedure], action: Action, record: Any) -> bool:
    if any(getattr(record, name, value) != value for name, value in action.sets.items()):
        return False
    if action.when is None or not action.when.reads() <= set(_choices(procedure)):
        return True  # what the condition looks at is not a choice: it may hold
    return action.when.holds(record)


def _choices(procedure: type[Procedure]) -> dict[str, list[str]]:
    return {
        field.name: [str(key) for key, _label in field.choices]
        for field in procedure.record._meta.concrete_fields
        if getattr(field, "choices", None)
    }
