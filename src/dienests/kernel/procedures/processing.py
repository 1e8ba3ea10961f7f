"""The record of processing, derived from declarations: what is kept, why, on which basis, who reads it, where it goes.

Field x category x purpose x basis x retention: Regulation (EU) 2016/679, article 30.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.categories import Category
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import newest
from dienests.kernel.procedures.roles import Role


@dataclass(frozen=True, slots=True)
class Processed:
    """One datum of one procedure.

    `acts` ask or set it: its purpose. `readers` may read it by their role; none are named for a datum without a
    category, which everybody reads who sees the case. `letters` and `sub_cases` are where an act takes it.
    """

    procedure: type[Procedure]
    name: str
    label: Label
    basis: Basis
    category: Category | None
    acts: tuple[Action, ...]
    readers: tuple[Role, ...]
    letters: tuple[Role, ...] = ()
    sub_cases: tuple[str, ...] = ()


def processed() -> Iterator[Processed]:
    """Yield every datum of every procedure in its newest version, in the order of the records."""
    for procedure in newest().values():
        yield from _identities(procedure)
        entries = {action.follows.adds for action in procedure.actions.values() if action.follows.adds}
        for model in (procedure.record, *sorted(entries, key=lambda entry: entry.__name__)):
            for field in model._meta.concrete_fields:
                if getattr(field, "datum", None):
                    yield _field(procedure, model, field)


def _identities(procedure: type[Procedure]) -> Iterator[Processed]:
    """Yield who opens a case in a role whose name is a category of its own."""
    for role in procedure.roles.values():
        if role.identity:
            acts = tuple(each for each in procedure.actions.values() if each.starts_case and each.by is role)
            yield Processed(
                procedure, f"{role.name}.identity", role.label, role.identity.basis, role.identity, acts,
                _readers(procedure, role.identity, acts),
            )  # fmt: skip


def _field(procedure: type[Procedure], model: Any, field: Any) -> Processed:
    entry = model is not procedure.record
    acts = tuple(
        each
        for each in procedure.actions.values()
        if (field.name in each.fields or field.name in each.sets) and (each.follows.adds is model) == entry
    )
    letters = (each.follows.sends.to for each in acts if each.follows.sends)
    carried = (
        each.follows.opens for each in procedure.actions.values() if not entry and field.name in each.follows.carries
    )
    category = field.datum.category
    return Processed(
        procedure, field.name, field.verbose_name, field.datum.basis, category, acts,
        _readers(procedure, category, acts) if category else (), tuple(dict.fromkeys(letters)), tuple(carried),
    )  # fmt: skip


def _readers(procedure: type[Procedure], category: Category, acts: tuple[Action, ...]) -> tuple[Role, ...]:
    """Return the roles that list the category, and those who gave the datum when they opened the case."""
    listed = [role for role in procedure.roles.values() if category in role.reads]
    gave = [each.by for each in acts if each.starts_case and each.by.relation]
    return tuple(dict.fromkeys((*gave, *listed)))
