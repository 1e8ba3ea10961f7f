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
    """`turns`: stage -> office, ":opener", or ":" and the role of a party; `bits`: of roles; `sights`: stage -> mask.

    `voting` are the stages in which a body decides by ballot.

    A case carries the union of the masks of all stages it has been in: an office sees it from the first stage at
    which the office is awaited or may act, and never earlier.
    """

    turns: dict[str, str]
    bits: dict[str, int]
    sights: dict[str, int]
    voting: frozenset[str]

    @classmethod
    def of(cls, roles: dict[str, Role], stages: dict[str, Stage], actions: dict[str, Action]) -> Plan:
        """Compute the plan of a declaration."""
        bits = {name: 1 << place for place, name in enumerate(_with_offices(roles, stages, actions))}
        sights = {name: _mask(stage, actions, bits) for name, stage in stages.items()}
        turns = {name: _turn(stage, actions) for name, stage in stages.items()}
        ballots = [action for action in actions.values() if action.by.ballot and not action.starts_case]
        voting = frozenset(name for name, stage in stages.items() if any(a.leaves(stage) for a in ballots))
        return cls(turns, bits, sights, voting)


def _with_offices(roles: dict[str, Role], stages: dict[str, Stage], actions: dict[str, Action]) -> list[str]:
    # A relation sees its own case through its participant, and an office that merely stands in for another
    # sees nothing by itself: it acts in the other's place.
    stand_ins = {id(role.stand_in) for role in roles.values() if role.stand_in}
    named = {id(action.by) for action in actions.values()} | {id(stage.awaits) for stage in stages.values()}
    return [
        name
        for name, role in roles.items()
        if role.office and not role.relation and (id(role) in named or id(role) not in stand_ins)
    ]


def _mask(stage: Stage, actions: dict[str, Action], bits: dict[str, int]) -> int:
    mask = _bit(stage.awaits, bits) if stage.awaits else 0
    for action in actions.values():
        if not action.starts_case and action.leaves(stage):
            mask |= _bit(action.by, bits)
    return mask


def _bit(role: Role, bits: dict[str, int]) -> int:
    names = {role.name, role.recorded_by.name} if isinstance(role, Group) else {role.name}
    if isinstance(role, Group) and role.substitutes:
        names.add(role.substitutes.name)
    return sum(bits.get(name, 0) for name in names)


def _turn(stage: Stage, actions: dict[str, Action]) -> str:
    if stage.ends:
        return ""
    acting = [a for a in actions.values() if not a.starts_case and a.leaves(stage)]
    acting.sort(key=lambda action: stage not in _sources(action))  # those of every stage come last
    role = stage.awaits or next((action.by for action in acting), None)
    if role is None or role.name == "system":
        return SYSTEM_TURN
    if isinstance(role, Group):
        role = role.recorded_by
    if not role.relation:
        return role.office
    return OPENER_TURN if role.opener else f":{role.name}"


def _sources(action: Action) -> tuple[Stage, ...]:
    source = action.source
    return source if isinstance(source, tuple) else (source,) if isinstance(source, Stage) else ()
