"""Relations: through which roles a person is a participant of one case."""

from uuid import UUID

from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import Role


def relations(person: UUID, procedure: type[Procedure], case: Case) -> dict[str, Role]:
    """Return the relation roles that a person fills in a case, by name; one query, none if `participants` is prefetched."""
    mine = {each.role for each in case.participants.all() if each.person_id == person}
    return {name: role for name, role in procedure.roles.items() if name in mine and role.relation}


def opened_as(procedure: type[Procedure], case: Case) -> Role | None:
    """Return the role in which the opener opened a case; None for a case that the machine opened."""
    openers = [each.role for each in case.participants.all() if each.person_id == case.opener_id]
    found = (role for name, role in procedure.roles.items() if name in openers and role.opener)
    return next(found, None) if case.opener_id else None


