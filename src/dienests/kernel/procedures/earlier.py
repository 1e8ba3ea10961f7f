"""Items that a case met under an earlier version: a letter that went out, a term that ran, an act keep their words."""

from collections.abc import Iterator

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.letters import Letter
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import versions
from dienests.kernel.procedures.terms import Term


def letter_of(procedure: type[Procedure], name: str) -> Letter:
    """Return a letter as this version declares it, else as the latest earlier version that had it."""
    return next(each.letters[name] for each in _back(procedure) if name in each.letters)


def action_of(procedure: type[Procedure], name: str) -> Action | None:
    """Return an act as this version declares it, else as the latest earlier version that had it."""
    return next((each.actions[name] for each in _back(procedure) if name in each.actions), None)


def term_of(procedure: type[Procedure], name: str) -> Term | None:
    """Return a term as this version declares it, else as the latest earlier version that had it."""
    return next((each.terms[name] for each in _back(procedure) if name in each.terms), None)


def _back(procedure: type[Procedure]) -> Iterator[type[Procedure]]:
    yield procedure
    yield from (each for each in reversed(versions(procedure.slug)) if each.version < procedure.version)
