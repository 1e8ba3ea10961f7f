"""Rules: what must hold of a record after every act, such as a prohibition that no single action can carry."""

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.conditions import Condition
from dienests.kernel.procedures.items import Item, Label


class Rule(Item):
    """An act after which `holds` is false is refused with the paragraph."""

    def __init__(self, label: Label, basis: Basis, *, holds: Condition) -> None:
        self.label, self.basis, self.holds = label, basis, holds


def rule(label: Label, basis: Basis, *, holds: Condition) -> Rule:
    """Declare a rule."""
    return Rule(label, basis, holds=holds)
