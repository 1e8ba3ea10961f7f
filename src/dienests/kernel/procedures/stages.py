"""Stages: where a case stands. A stage says whose turn it is."""

from typing import Final

from dienests.kernel.procedures.items import Item, Label
from dienests.kernel.procedures.roles import Role


class Stage(Item):
    """Where a case stands; `awaits` is whose turn it is, else the role of its first action."""

    def __init__(self, label: Label, *, awaits: Role | None = None, ends: bool = False) -> None:
        self.label, self.awaits, self.ends = label, awaits, ends


class _Start:
    """Where a case does not yet exist."""

    name = ""

    def __repr__(self) -> str:
        return "START"


class _Stays:
    """The target of an action that leaves the case where it is."""

    def __repr__(self) -> str:
        return "STAYS"


START: Final = _Start()
STAYS: Final = _Stays()


def stage(label: Label, *, awaits: Role | None = None) -> Stage:
    """Declare a stage."""
    return Stage(label, awaits=awaits)


def end(label: Label) -> Stage:
    """Declare a stage in which the case is closed."""
    return Stage(label, ends=True)
