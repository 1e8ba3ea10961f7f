"""Sub-cases: opened by the effect of an act, and their end makes the case above go on."""

from dienests.kernel.cases.capacity import Capacity
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.opening import open_case
from dienests.kernel.cases.outbox import handles
from dienests.kernel.cases.verbs import perform
from dienests.kernel.procedures.registry import find, newest
from dienests.kernel.procedures.roles import system


def register() -> None:
    """Make the handlers known to the outbox."""
    handles("opens")(opens)
    handles("after")(after)


def opens(effect: Effect) -> None:
    """Open the sub-case that an act asked for, with the fields that it carries."""
    case = effect.case
    procedure = find(case.procedure, case.version)
    follows = procedure.actions[effect.what].follows
    sub = newest()[follows.opens]
    first = next(action for action in sub.actions.values() if action.starts_case and action.by is system)
    record = procedure.record.objects.get(pk=case.pk)
    open_case(
        procedure=sub, action=first, capacity=Capacity(system, case.institution_id), opener=None,
        fields={there: getattr(record, here) for here, there in follows.carries.items()},
        at=effect.written_at, parent=case, unit=case.unit_id,
    )  # fmt: skip


def after(effect: Effect) -> None:
    """Do the act that waits in the case above for the end of this sub-case."""
    above = Case.objects.get(pk=effect.case.parent_id)
    procedure = find(above.procedure, above.version)
    stage = procedure.stages[above.stage]
    for action in procedure.actions.values():
        if action.follows.after == effect.what and action.leaves(stage):
            perform(case=above, action=action.name, actor=None, at=effect.written_at)
            return
