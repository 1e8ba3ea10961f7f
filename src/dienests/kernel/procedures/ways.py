"""The ways through a procedure: every stage is reached from START, and from every stage there is a way to an end."""

from collections.abc import Iterable, Iterator

from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.stages import Stage


def way_faults(procedure: type[Procedure]) -> Iterator[str]:
    """Yield a sentence for each stage that is not reached, or from which no way leads to an end."""
    onward = {name: _next(procedure, stage) - {name} for name, stage in procedure.stages.items()}
    entries = {a.target.name for a in procedure.actions.values() if a.starts_case and isinstance(a.target, Stage)}
    if not entries:
        yield "no action opens a case; write one that begins at START."
    reached = _closure(entries, onward)
    for name in procedure.stages:
        if entries and name not in reached:
            yield f"no action leads to the stage '{name}'; add one or strike the stage out."
        if not any(procedure.stages[there].ends for there in _closure({name}, onward) if there in procedure.stages):
            yield f"from the stage '{name}' no way leads to an end; add an action that leaves it."


def _next(procedure: type[Procedure], stage: Stage) -> set[str]:
    return {a.goes(stage).name for a in procedure.actions.values() if not a.starts_case and a.leaves(stage)}


def _closure(begin: Iterable[str], onward: dict[str, set[str]]) -> set[str]:
    found, waiting = set(begin), list(begin)
    while waiting:
        fresh = onward.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found
