"""Generic acts: what the kernel lets people do in every case, whatever its procedure declares.

They are no part of a declaration, so they enter no digest; an event of one carries the version of the case's procedure
like any other. Their names are reserved: a procedure that declares one of them is refused (`soundness`).
"""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.stages import Stage


@dataclass(frozen=True, slots=True)
class GenericAct:
    """`internal`: told to officials only. `quiet`: it changes nothing that somebody else would act upon.

    `typed`: its basis is what the person wrote down, not an address of a rulebook.
    """

    name: str
    label: Label
    internal: bool = False
    quiet: bool = False
    typed: bool = False


GENERIC: Final = {
    act.name: act
    for act in (
        GenericAct("take_case", _("took the case on"), internal=True, quiet=True),
        GenericAct("assign_case", _("assigned the case"), internal=True, quiet=True),
        GenericAct("return_case", _("gave the case back to the office"), internal=True, quiet=True),
        GenericAct("add_note", _("added an internal note"), internal=True, quiet=True),
        GenericAct("link_case", _("linked another case"), internal=True, quiet=True),
        GenericAct("unlink_case", _("took a link to another case away"), internal=True, quiet=True),
        GenericAct("issue_code", _("got a code for asking about the case"), quiet=True),
        GenericAct("send_message", _("sent a message")),
        GenericAct("add_statement", _("added to what was sent")),
        GenericAct("withdraw_case", _("withdrew the matter")),
        GenericAct("correct_act", _("corrected an act"), typed=True),
        GenericAct("reopen_case", _("reopened the case"), typed=True),
        GenericAct("rectified", _("rectified data of a person"), typed=True),
        GenericAct("erased", _("erased data of people"), typed=True),
        GenericAct("erased_again", _("erased again, in a restored copy, what had been erased before"), typed=True),
        GenericAct("hold_placed", _("placed a hold: nothing of the case is erased"), typed=True),
        GenericAct("hold_lifted", _("lifted the hold"), typed=True),
    )
}

QUIET: Final = frozenset(name for name, act in GENERIC.items() if act.quiet)


def label_of(procedure: Any, act: str) -> Label:
    """Return the label of an act of a case, declared by its procedure or generic."""
    declared = procedure.actions.get(act) or GENERIC.get(act)
    return declared.label if declared else act


# The end that no procedure declares: a withdrawn case stands there.
WITHDRAWN: Final = Stage(_("withdrawn"), ends=True)
WITHDRAWN.name = "withdrawn"


class Stages(dict[str, Stage]):
    """The stages of a procedure; the end of withdrawn cases is found in each of them, and listed in none."""

    def __missing__(self, name: str) -> Stage:
        if name == WITHDRAWN.name:
            return WITHDRAWN
        raise KeyError(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a stage by name, the end of withdrawn cases too."""
        return self[name] if name in self or name == WITHDRAWN.name else default
