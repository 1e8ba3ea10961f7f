"""Changes of terms, as declared: an extension has reasons and a notice, a lapse is done by the machine."""

from collections.abc import Iterator

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import system
from dienests.kernel.procedures.terms import BEGINS_ANEW, Promised


def change_faults(procedure: type[Procedure]) -> Iterator[str]:
    """Yield a sentence for each change of a term, and each notice, that could not be carried out as declared."""
    for term in procedure.terms.values():
        if isinstance(term.value, Promised) and term.resumption == BEGINS_ANEW:
            yield f"'{term.name}' is promised for a day and cannot begin anew; let it go on."
    for action in procedure.actions.values():
        yield from _extension(action)
        yield from _lapse(action)
        for role in action.follows.notifies:
            if role is system or not role.acts:
                yield f"'{action.name}' notifies '{role.name}', who has no account; send a letter instead."


def _extension(action: Action) -> Iterator[str]:
    then = action.follows
    if then.extends is None:
        return
    if then.extends.extends_by is None:
        yield f"'{action.name}' extends '{then.extends.name}', which says no extension; write extends_by= there."
    if not action.asks:
        yield f"'{action.name}' extends '{then.extends.name}' without a reason; let it ask for one."
    if not (then.notifies or then.sends):
        yield f"'{action.name}' extends '{then.extends.name}' and tells nobody; write notifies= or sends=."


def _lapse(action: Action) -> Iterator[str]:
    then = action.follows
    if then.lapses is None:
        return
    if action.by is not system:
        yield f"'{action.name}' lets '{then.lapses.name}' lapse, which only the system can do; write by=system."
    if action.asks or action.starts_case:
        yield f"'{action.name}' is done by the machine when a term lapses; it opens no case and asks nothing."
    if then.after:
        yield f"'{action.name}' follows a lapse and the end of a sub-case; write two actions."
