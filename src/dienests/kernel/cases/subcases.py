"""Sub-cases: opened by the effect of an act, and their end makes the case above go on."""

from django.db import connection

from dienests.kernel.cases import carrying
from dienests.kernel.cases.capacity import Capacity
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.opening import open_case
from dienests.kernel.cases.outbox import handles
from dienests.kernel.cases.verbs import perform
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import system


def register() -> None:
    """Make the handlers known to the outbox."""
    handles("opens")(opens)
    handles("after")(after)


def opens(effect: Effect) -> None:
    """Open the sub-case that an act asked for, with the fields that it carries."""
    case = effect.case
    procedure = find(case.procedure, case.version)
    action = procedure.actions[effect.what]
    sub, first = carrying.sub_case(action)
    fields = carrying.carried(action, procedure.record.objects.get(pk=case.pk))
    with connection.cursor() as cursor:
        open_case(
            cursor, procedure=sub, action=first, opener=None, fields=fields, at=effect.written_at, parent=case,
            capacity=Capacity(system, case.institution_id, unit=case.unit_id),
        )  # fmt: skip


def after(effect: Effect) -> None:
    """Do the act that waits in the case above for the end of this sub-case; the first whose condition holds."""
    above = effect.case.parent
    if above is None:
        return
    procedure = find(above.procedure, above.version)
    stage, record = procedure.stages[above.stage], procedure.record.objects.get(pk=above.pk)
    for action in procedure.actions.values():
        fits = action.follows.after == effect.what and action.leaves(stage)
        if fits and (action.when is None or action.when.holds(record)):
            perform(case=above, action=action.name, actor=None, at=effect.written_at)
            return
