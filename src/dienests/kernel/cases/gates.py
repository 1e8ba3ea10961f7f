"""Gates: what a higher package asks of an act before an official does it, such as that a letter is approved first."""

from collections.abc import Callable
from datetime import datetime

from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure

Gate = Callable[[type[Procedure], Action, Case, datetime], None]
_gates: list[Gate] = []


def stands_before(gate: Gate) -> Gate:
    """Register a gate; it raises Refusal where the act has to wait. The case is locked."""
    if gate not in _gates:
        _gates.append(gate)
    return gate


def pass_through(procedure: type[Procedure], action: Action, case: Case, *, at: datetime) -> None:
    """Ask all gates; raises Refusal."""
    for gate in _gates:
        gate(procedure, action, case, at)
