"""Readers: who may read what people say in a case, beside the fields that its procedure declares."""

from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.categories import Category
from dienests.kernel.procedures.procedure import Procedure

NOTE, MESSAGE, STATEMENT = "note", "message", "statement"


def roles_reading(kind: str, procedure: type[Procedure]) -> frozenset[str]:
    """Return the roles by office that read words of a kind, in a case that they see.

    What the opener says, and what is said to the opener, is read like the answers given at the start. A note may hold
    anything of the case: where a category is sealed, only roles read it that read every sealed category.
    """
    needed = _sealed(procedure) if kind == NOTE else _at_start(procedure)
    return frozenset(name for name in procedure.plan.bits if needed <= procedure.roles[name].reads)


def _sealed(procedure: type[Procedure]) -> set[Category]:
    kinds = {field.datum.category for field in procedure.record._meta.concrete_fields if hasattr(field, "datum")}
    kinds |= {role.identity for role in procedure.roles.values()}
    return {each for each in kinds if each and each.sealed}


def _at_start(procedure: type[Procedure]) -> set[Category]:
    asked = {name for action in procedure.actions.values() if action.starts_case for name in action.fields}
    kinds = {procedure.record._meta.get_field(name).datum.category for name in asked}
    return {each for each in kinds if each}


def kinds_read(
    procedure: type[Procedure], case: Case, *, roles: frozenset[str], opener: bool, takes_part: bool
) -> set[str]:
    """Return the kinds of words in a case that a person reads by these roles, as its opener, as another party."""
    found = {kind for kind in (NOTE, MESSAGE, STATEMENT) if roles & roles_reading(kind, procedure)}
    if takes_part or opener:  # nobody is an official in an own matter
        found.clear()
    return found | ({MESSAGE, STATEMENT} if opener else set())
