"""One term at a time: a walk over stages and running terms finds what would start twice or never stop."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure

_choices_read: dict[type[Procedure], list[str]] = {}  # a declaration never changes
State = tuple[str, str]  # stage, running term ("" for none)


def term_faults(procedure: type[Procedure]) -> Iterator[str]:
    """Yield a sentence for each action that would start a second term, or close a case while a term runs.

    Several terms at once come with the tally of terms; until then a case stores its one open due day.
    """
    for record in _records(procedure):
        yield from _faults(procedure, record)


def _faults(procedure: type[Procedure], record: Any) -> Iterator[str]:
    for action, stage, running in _walk(procedure, record):
        then = procedure.actions[action].follows
        left = "" if running in {term.name for term in then.stops} else running
        if then.starts and left:
            yield f"'{action}' starts the term '{then.starts.name}' while '{left}' may run; let it stop that one."
        elif left and procedure.stages[stage].ends:
            yield f"'{action}' closes the case while the term '{left}' may run; let it stop that one."


def _walk(procedure: type[Procedure], record: Any) -> Iterator[tuple[str, str, str]]:
    """Yield (action, stage it leads to, term that runs before it) for every state that such a record can reach."""
    seen: set[State] = set()
    waiting: list[State] = [("", "")]
    while waiting:
        stage, running = waiting.pop()
        for name, action in procedure.actions.items():
            here = procedure.stages.get(stage)
            if (here is None) != action.starts_case or (here is not None and not action.leaves(here)):
                continue
            if not _may_hold(procedure, action, record):
                continue
            there = action.target.name if here is None else action.goes(here).name  # type: ignore[union-attr]
            yield name, there, running
            left = "" if running in {term.name for term in action.follows.stops} else running
            state = (there, action.follows.starts.name if action.follows.starts else left)
            if state not in seen:
                seen.add(state)
                waiting.append(state)


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
