"""What an act carries into the sub-case that it opens, and whether that is enough to open it."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.links import EMPTY
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import newest
from dienests.kernel.procedures.roles import system


def sub_case(action: Action) -> tuple[type[Procedure], Action]:
    """Return the procedure that an act opens, and the act of the machine that opens it (`soundness` sees to both)."""
    sub = newest()[action.follows.opens]
    return sub, next(first for first in sub.actions.values() if first.starts_case and first.by is system)


def carried(action: Action, record: Any) -> dict[str, Any]:
    """Return the fields that an act carries over, by their names in the sub-case."""
    return {there: _value(record, here) for here, there in action.follows.carries.items()}


def check(action: Action, record: Any) -> None:
    """Refuse an act whose sub-case could not be opened, since a field that it must carry is empty.

    Without this the case would wait for ever for a sub-case that never begins.
    """
    _sub, first = sub_case(action)
    for here, there in action.follows.carries.items():
        if there in first.asks and _value(record, here) in EMPTY:
            raise Refusal(
                format_lazy(
                    _("“{act}” needs “{field}”, which is not filled in; fill it in before."),
                    act=action.label, field=record._meta.get_field(here).verbose_name,
                ),
                basis=action.basis, kind="rule",
            )  # fmt: skip


def _value(record: Any, name: str) -> Any:
    return getattr(record, record._meta.get_field(name).attname)
