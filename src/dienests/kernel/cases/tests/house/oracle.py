"""Who sees a case, read from the words of property 10, one case and one person at a time.

Written without the code that it checks: it looks at mandates, absences, participants and events in the database, and
at the items of a declaration, not at its plan, at masks or at actors.
"""

from datetime import date
from typing import Any
from uuid import UUID

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2, Visits3
from dienests.kernel.log.events import Event
from dienests.kernel.parties.models import Absence, Mandate
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Group, Role
from dienests.kernel.procedures.stages import Stage

PROCEDURES = {
    ("house-matter", 1): Matters, ("house-visit", 1): Visits, ("house-visit", 2): Visits2, ("house-visit", 3): Visits3,
}  # fmt: skip


class Words:
    """The rows of all tables as they are on a day, looked through one by one."""

    def __init__(self, on: date) -> None:
        self.mandates = [
            each
            for each in Mandate.objects.select_related("office")
            if each.valid_from <= on and (each.valid_to is None or on < each.valid_to)
        ]
        self.absences = [
            each
            for each in Absence.objects.all()
            if each.valid_from <= on and (each.valid_to is None or on < each.valid_to)
        ]
        self.participants = list(Participant.objects.all())
        self.events = list(Event.objects.filter(stream_kind="case"))

    def may_see(self, person: UUID, case: Case) -> bool:
        """Say whether a person sees a case."""
        procedure = find(case.procedure, case.version)
        excluded = _excluded(procedure, case)
        if person in excluded:
            return False
        if any(each.case_id == case.pk and each.person_id == person and not each.left_at for each in self.participants):
            return True
        been = self._been(case)
        named = [role for name in been for role in _named_at(procedure, procedure.stages[name])]
        return any(self._fills(person, role, case, excluded) for role in named)

    def _been(self, case: Case) -> set[str]:
        """The stages that the case has been in, by their names today: a migration says what became of each."""
        been: set[str] = set()
        for event in sorted((each for each in self.events if each.stream == case.pk), key=lambda each: each.position):
            if event.act == "migrated":
                been = {event.payload["stages"].get(name, "") for name in been} - {""}
            been.add(event.to_state)
        return been

    def _fills(self, person: UUID, role: Role, case: Case, excluded: set[UUID]) -> bool:
        if self._holds(person, role.office, case):
            return True
        office = role.recorded_by if isinstance(role, Group) else role
        if self._holds(person, office.office, case):
            return True
        if office.stand_in is None or not self._holds(person, office.stand_in.office, case):
            return False
        return self._nobody_there(office.office, case) or any(self._holds(x, office.office, case) for x in excluded)

    def _covering(self, slug: str, case: Case) -> list[Mandate]:
        """The mandates for an office that covers the case: of the whole institution, or of the case's unit."""
        return [
            each
            for each in self.mandates
            if each.office.slug == slug
            and each.office.institution_id == case.institution_id
            and each.office.unit_id in (None, case.unit_id)
        ]

    def _holds(self, person: UUID, slug: str, case: Case) -> bool:
        return any(each.person_id == person for each in self._covering(slug, case))

    def _nobody_there(self, slug: str, case: Case) -> bool:
        """Some office of this name that covers the case has holders, and all of them are away."""
        offices: dict[int, list[bool]] = {}
        for each in self._covering(slug, case):
            offices.setdefault(each.office_id, []).append(self._away(each.person_id, case))
        return any(all(away) for away in offices.values())

    def _away(self, person: UUID, case: Case) -> bool:
        return any(each.person_id == person and each.institution_id == case.institution_id for each in self.absences)


def _excluded(procedure: Any, case: Case) -> set[UUID]:
    record = procedure.record.objects.get(pk=case.pk)
    return {getattr(record, each.field).pk for each in procedure.exclusions.values() if getattr(record, each.field)}


def _named_at(procedure: Any, stage: Stage) -> list[Role]:
    """Who is awaited at a stage or may act there, by office."""
    acting = [action.by for action in procedure.actions.values() if not action.starts_case and action.leaves(stage)]
    roles = [*acting, stage.awaits] if stage.awaits else acting
    recorders = [role.recorded_by for role in roles if isinstance(role, Group)]
    return [role for role in (*roles, *recorders) if role.office and not (role.opener or role.party or role.manages)]
