"""The diagram of a procedure as text: one line per action, with its paragraphs."""

from dienests.kernel.procedures.items import as_tuple
from dienests.kernel.procedures.procedure import Procedure


def lines(procedure: type[Procedure]) -> list[str]:
    """Return "from → to: action (who) § basis", in the order of the declaration."""
    return [
        f"{_from(procedure, name)} → {_to(procedure, name)}: {action.label} ({action.by.label})"
        f" § {', '.join(action.basis.addresses)}"
        for name, action in procedure.actions.items()
    ]


def _from(procedure: type[Procedure], name: str) -> str:
    action = procedure.actions[name]
    if action.starts_case:
        return "●"
    return " / ".join(str(getattr(source, "label", "∗")) for source in as_tuple(action.source))


def _to(procedure: type[Procedure], name: str) -> str:
    target = procedure.actions[name].target
    return str(getattr(target, "label", "↺"))
