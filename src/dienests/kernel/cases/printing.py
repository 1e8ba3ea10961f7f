"""Words that a letter will print: refused while whoever types them can still write them otherwise."""

from collections.abc import Mapping
from typing import Any

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.typeset import pictures
from dienests.kernel.typeset.setting import TypesettingFailed


def check(procedure: type[Procedure], action: Action, changed: Mapping[str, Any]) -> None:
    """Raise Refusal with a sentence for each field that a letter of the procedure prints and the font cannot."""
    printed = frozenset[str]().union(*(letter.prints for letter in procedure.letters.values()))
    wrong: dict[str, Label] = {}
    for name, value in changed.items():
        if name in printed and isinstance(value, str):
            try:
                pictures.check(value)
            except TypesettingFailed as error:
                wrong[name] = str(error)
    if wrong:
        raise Refusal(next(iter(wrong.values())), basis=action.basis, kind="fields", fields=wrong)
