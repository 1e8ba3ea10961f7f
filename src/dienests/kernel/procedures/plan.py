"""What is computed once from a declaration: whose turn each stage is, and who sees a case from there on."""

from __future__ import annotations

from dataclasses import dataclass

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.roles import Group, Role
from dienests.kernel.procedures.stages import Stage

OPENER_TURN = ":opener"
SYSTEM_TURN = ":system"


@dataclass(frozen=True)
class Plan:
    """`turns`: stage name -> office slug or ":opener"; `bits`: role name -> bit; `sights`: stage name -> mask of roles.

    A case carries the union of the masks of all stages it has been in: an office sees it from the first stage at
    which the office is awaited or may act, and never earlier.
    """

    turns: dict[str, str]
    bits: dict[str, int]
    sights: dict[str, int]

    @classmethod
    def of(cls, roles: dict[str, Role], stages: dict[str, Stage], actions: dict[str, Action]) -> Plan:
        """Compute the plan of a declaration."""
        bits = {name: 1 << place for place, name in enumerate(_with_offices(roles))}
        sights = {name: _mask(stage, actions, bits) for name, stage in stages.items()}
        turns = {name: _turn(stage, actions) for name, stage in stages.items()}
        return cls(turns, bits, sights)


def _with_offices(roles: dict[str, Role]) -> list[str]:
    # A relation sees its own case through its participant, and an office that merely stands in for another
    # sees nothing by itself: it acts in the other's place.
    stand_ins = {id(role.stand_in) for role in roles.values() if role.stand_in}
    return [name for name, role in roles.items() if role.office and not role.relation and id(role) not in stand_ins]


def _mask(stage: Stage, actions: dict[str, Action], bits: dict[str, int]) -> int:
    mask = bits.get(stage.awaits.name, 0) if stage.awaits else 0
    for action in actions.values():
        if not action.starts_case and action.leaves(stage):
            mask |= bits.get(action.by.name, 0)
            if isinstance(action.by, Group):
                mask |= bits.get(action.by.recorded_by.name, 0)
    return mask


def _turn(stage: Stage, actions: dict[str, Action]) -> str:
    if stage.ends:
        return ""
    first = next((a.by for a in actions.values() if not a.starts_case and stage in _sources(a)), None)
    role = stage.awaits or first
    if role is None or role.name == "system":
        return SYSTEM_TURN
    if isinstance(role, Group):
        role = role.recorded_by
    return OPENER_TURN if role.relation else role.office


def _sources(action: Action) -> tuple[Stage, ...]:
    source = action.source
    return source if isinstance(source, tuple) else (source,) if isinstance(source, Stage) else ()
