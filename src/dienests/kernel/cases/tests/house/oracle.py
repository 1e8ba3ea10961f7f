"""Who sees a case, read from the words of property 10, one case and one person at a time.

Written without the code that it checks: it looks at mandates, absences, participants and events in the database, and
at the items of a declaration, not at its plan, at masks or at actors.
"""

from datetime import date
from typing import Any
from uuid import UUID

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2
from dienests.kernel.log.events import Event
from dienests.kernel.parties.models import Absence, Mandate
from dienests.kernel.procedures.roles import Group, Role
from dienests.kernel.procedures.stages import Stage

PROCEDURES = {("house-matter", 1): Matters, ("house-visit", 1): Visits, ("house-visit", 2): Visits2}


def may_see(person: UUID, case: Case, on: date) -> bool:
    """Say whether a person sees a case on a day."""
    procedure = PROCEDURES[case.procedure, case.version]
    excluded = _excluded(procedure, case)
    if person in excluded:
        return False
    if _takes_part(person, case):
        return True
    been = {event.to_state for event in Event.objects.filter(stream=case.pk)}
    named: list[Role] = []
    for name in been:
        named += _named_at(procedure, procedure.stages[name])
    return any(_fills(person, role, case, on, excluded) for role in named)


def _excluded(procedure: Any, case: Case) -> set[UUID]:
    record = procedure.record.objects.get(pk=case.pk)
    return {getattr(record, each.field).pk for each in procedure.exclusions.values() if getattr(record, each.field)}


def _takes_part(person: UUID, case: Case) -> bool:
    """The opener or a party; not a party that the record names no longer."""
    return Participant.objects.filter(case=case, person=person, left_at=None).exists()


def _named_at(procedure: Any, stage: Stage) -> list[Role]:
    """Who is awaited at a stage or may act there, by office."""
    acting = [action.by for action in procedure.actions.values() if not action.starts_case and action.leaves(stage)]
    roles = [*acting, stage.awaits] if stage.awaits else acting
    recorders = [role.recorded_by for role in roles if isinstance(role, Group)]
    return [role for role in (*roles, *recorders) if role.office and not (role.opener or role.party or role.manages)]


def _fills(person: UUID, role: Role, case: Case, on: date, excluded: set[UUID]) -> bool:
    if _holds(person, role.office, case, on):
        return True
    office = role.recorded_by if isinstance(role, Group) else role
    if _holds(person, office.office, case, on):
        return True
    if office.stand_in is None or not _holds(person, office.stand_in.office, case, on):
        return False
    return _nobody_there(office.office, case, on) or any(_holds(each, office.office, case, on) for each in excluded)


def _mandates(slug: str, case: Case, on: date) -> list[Mandate]:
    """The mandates for an office that covers the case: of the whole institution, or of the case's unit."""
    found = Mandate.objects.filter(office__slug=slug, office__institution=case.institution_id)
    return [
        each
        for each in found.select_related("office")
        if each.valid_from <= on
        and (each.valid_to is None or on < each.valid_to)
        and each.office.unit_id in (None, case.unit_id)
    ]


def _holds(person: UUID, slug: str, case: Case, on: date) -> bool:
    return any(each.person_id == person for each in _mandates(slug, case, on))


def _nobody_there(slug: str, case: Case, on: date) -> bool:
    """Some office of this name that covers the case has holders, and all of them are away."""
    offices: dict[int, list[bool]] = {}
    for each in _mandates(slug, case, on):
        offices.setdefault(each.office_id, []).append(_away(each.person_id, case, on))
    return any(all(away) for away in offices.values())


def _away(person: UUID, case: Case, on: date) -> bool:
    return any(
        each.valid_from <= on and (each.valid_to is None or on < each.valid_to)
        for each in Absence.objects.filter(person=person, institution=case.institution_id)
    )
