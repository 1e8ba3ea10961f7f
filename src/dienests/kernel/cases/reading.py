"""Reading: which fields of a case a person may read, whether the opener is named, and why the person sees it at all.

Everything here is about a case that the person sees (`sight.visible`); who has no role in it reads nothing.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.capacity import own_offices, seen_under
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.relations import opened_as, opening_roles, relations
from dienests.kernel.cases.sight import roles_in
from dienests.kernel.procedures.categories import Category
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import Role


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a person sees a case: a role by office (`office` is its title), or the person's own case ("")."""

    role: Role
    since: date
    office: str = ""
    stands_in: bool = False

    @property
    def own(self) -> bool:
        """Say whether the person has a part of their own in the case, rather than an office."""
        return not self.office

    @property
    def label(self) -> Label:
        """Return the reason in words, without the day."""
        if self.own:
            return format_lazy(_("your own case, as {role}"), role=self.role.label)
        if self.stands_in:
            instead = _("{office}, in place of a holder who cannot act: {role}")
            return format_lazy(instead, office=self.office, role=self.role.label)
        return format_lazy("{office}: {role}", office=self.office, role=self.role.label)


def readable(actor: Actor, procedure: type[Procedure], case: Case, record: Any, at: datetime) -> frozenset[str]:
    """Return the names of the fields of a record (or an entry) that a person may read; a constant number of queries.

    A field without a category is read by everybody who sees the case. One with a category is read in a role that
    lists the category in `reads`; the opener reads besides what was asked when the case was opened.
    """
    about = record if isinstance(record, procedure.record) else None
    own, seen = _roles(actor, procedure, case, exclusion.people(procedure, case, about))
    if not own and not seen:
        return frozenset()
    categories = _categories(procedure, seen | own.keys())
    given = {name for role in own.values() for name in _asked_at_start(procedure, role)}
    return frozenset(
        field.name
        for field in record._meta.concrete_fields
        if (datum := getattr(field, "datum", None))
        and (datum.category is None or datum.category in categories or field.name in given)
    )


def may_know_opener(actor: Actor, procedure: type[Procedure], case: Case) -> bool:
    """Say whether a person may read who opened a case; False when the machine opened it."""
    own, seen = _roles(actor, procedure, case, exclusion.people(procedure, case))
    if case.opener_id is None or not (own or seen):
        return False
    if case.opener_id == actor.person:
        return True
    role = opened_as(procedure, case)
    hidden = {each.identity for each in ([role] if role else opening_roles(procedure)) if each.identity}
    return hidden <= _categories(procedure, seen | own.keys())


def why(actor: Actor, procedure: type[Procedure], case: Case, at: datetime) -> list[Reason]:
    """Return every reason why a person sees a case, the own part first; a constant number of queries."""
    excluded = exclusion.people(procedure, case)
    own, seen = _roles(actor, procedure, case, excluded)
    found = [Reason(role, local_date(case.opened_at)) for role in own.values()]
    for role in (role for name, role in procedure.roles.items() if name in seen):
        held = seen_under(actor, role, case.institution_id, case.unit_id)
        held = held or exclusion.held_in_place(actor, role, case, excluded, actor.on)
        if held is not None:
            found.append(Reason(role, held.valid_from, held.title, stands_in=held.slug not in own_offices(role)))
    return found


def _roles(
    actor: Actor, procedure: type[Procedure], case: Case, excluded: frozenset[UUID]
) -> tuple[dict[str, Role], frozenset[str]]:
    """Return the person's roles in a case: relations, and names of roles by office; none for whom it excludes."""
    if actor.person in excluded:
        return {}, frozenset()
    return relations(actor.person, procedure, case), roles_in(actor, procedure, case, excluded=excluded)


def _categories(procedure: type[Procedure], roles: Set[str]) -> set[Category]:
    return {category for name in roles for category in procedure.roles[name].reads}


def _asked_at_start(procedure: type[Procedure], role: Role) -> set[str]:
    starts = (action for action in procedure.actions.values() if action.starts_case and action.by is role)
    return {name for action in starts for name in action.fields}
