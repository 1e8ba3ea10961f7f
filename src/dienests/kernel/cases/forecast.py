"""A dry run of a migration: how many cases go where, and what changes for them; nothing is written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from dienests.kernel.cases import hindrances
from dienests.kernel.cases.migrating import AT_ONCE, to_move
from dienests.kernel.cases.migration import Migration
from dienests.kernel.cases.moving import Move, moves
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import system


@dataclass
class Standing:
    """The cases of one open stage: where they go on, whose turn it is then, and what else changes (by name)."""

    stage: str
    to: str
    count: int = 0
    turn_was: str = ""
    turn_now: str = ""
    gain_sight: Counter[str] = field(default_factory=Counter)
    lose_sight: Counter[str] = field(default_factory=Counter)
    terms_end: Counter[str] = field(default_factory=Counter)
    terms_go_on: Counter[str] = field(default_factory=Counter)
    acts_gone: list[str] = field(default_factory=list)
    acts_new: list[str] = field(default_factory=list)
    fields_new: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Forecast:
    """What a migration would do; `waiting` cases are moved once their effects were carried out."""

    migration: Migration
    standing: list[Standing]
    waiting: int

    @property
    def count(self) -> int:
        """How many cases would move."""
        return sum(each.count for each in self.standing)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        plan = self.migration
        return {
            "procedure": plan.slug, "from_version": plan.source, "to_version": plan.target, "basis": plan.basis,
            "cases": self.count, "waiting_for_effects": self.waiting,
            "stages": [asdict(each) for each in self.standing],
        }  # fmt: skip


def forecast(*, migration: Migration, institution: int | None = None, person: UUID | None = None) -> Forecast:
    """Look at every case that would move; raises MigrationError when the migration is not whole."""
    migration.check()
    found = {name: _standing(migration, name) for name in migration.stages}
    waiting = to_move(migration, institution=institution, person=person)
    hindrances.check(migration, waiting)
    keys, planned = list(waiting.order_by("pk").values_list("pk", flat=True)), 0
    for begin in range(0, len(keys), AT_ONCE):
        for move in moves(migration, waiting.filter(pk__in=keys[begin : begin + AT_ONCE])):
            _count(migration, found[move.case.stage], move)
            planned += 1
    return Forecast(migration, list(found.values()), len(keys) - planned)


def _standing(migration: Migration, name: str) -> Standing:
    old, new, there = migration.old, migration.new, migration.stages[name]
    before, after = _acts(old, name), _acts(new, there)
    asked = [field for act in after for field in new.actions[act].fields]
    known = {field for act in before for field in old.actions[act].fields}
    return Standing(
        name, there, turn_was=old.plan.turns[name], turn_now=new.plan.turns[there],
        acts_gone=[act for act in before if act not in after], acts_new=[act for act in after if act not in before],
        fields_new=[field for field in dict.fromkeys(asked) if field not in known],
    )  # fmt: skip


def _acts(procedure: type[Procedure], stage: str) -> list[str]:
    here = procedure.stages[stage]
    return [name for name, act in procedure.actions.items() if not act.starts_case and act.leaves(here)]


def _count(migration: Migration, standing: Standing, move: Move) -> None:
    before, after = _roles(migration.old, move.case.sight), _roles(migration.new, move.sight)
    standing.count += 1
    standing.gain_sight.update(after - before)
    standing.lose_sight.update(before - after)
    standing.terms_end.update(run.slug for run in move.ends)
    standing.terms_go_on.update(run.slug for run in move.runs)


def _roles(procedure: type[Procedure], sight: int) -> set[str]:
    return {name for name, bit in procedure.plan.bits.items() if bit & sight}


def whose(procedure: type[Procedure], turn: str) -> Label:
    """Return whose turn a plan means by an office, by ":" and the role of a party, or by ":opener"."""
    if turn == ":system":
        return system.label
    fitting: Iterable[Any] = (role for role in procedure.roles.values() if _fits(role, turn))
    return next((role.label for role in fitting), turn)


def _fits(role: Any, turn: str) -> bool:
    if turn.startswith(":"):
        return bool(role.opener) if turn == ":opener" else role.name == turn[1:]
    return bool(role.office == turn and not role.relation)
