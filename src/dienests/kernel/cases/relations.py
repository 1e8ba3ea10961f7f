"""Relations: through which roles a person is a participant of one case."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import Role
from dienests.kernel.tables.columns import columns


def relations(person: UUID, procedure: type[Procedure], case: Case) -> dict[str, Role]:
    """Return the relations of a person to a case, by name of the role; one query, none if prefetched."""
    mine = {each.role for each in of(case) if each.person_id == person and each.left_at is None}
    return {name: role for name, role in procedure.roles.items() if name in mine and role.relation}


def own_cases(person: UUID) -> QuerySet[Case]:
    """Return the cases in which a person takes part, as opener or as a party; none that was entered by office."""
    return Case.objects.filter(pk__in=Participant.objects.filter(person=person, left_at__isnull=True).values("case"))


def opened_own(person: UUID, case: Case) -> bool:
    """Say whether a person opened a case as a matter of their own, not by office for somebody else."""
    return case.opener_id == person and any(each.person_id == person for each in of(case))


def opened_as(procedure: type[Procedure], case: Case) -> Role | None:
    """Return the relation in which the opener opened a case; None where an official or the machine did."""
    openers = {each.role for each in of(case) if each.person_id == case.opener_id}
    return next((role for role in opening_roles(procedure) if role.name in openers), None)


def opening_roles(procedure: type[Procedure]) -> list[Role]:
    """Return the relations in which a private person may open a case of this procedure."""
    return list(dict.fromkeys(a.by for a in procedure.actions.values() if a.starts_case and a.by.relation))


def participants(cases: Iterable[Case]) -> dict[UUID, list[Participant]]:
    """Return the participants of several cases by case, in no order; one fixed statement, none without cases.

    A reader of many keeps them with each case as `case.known_participants`, so that its relations ask nothing more.
    """
    found: dict[UUID, list[Participant]] = {case.id: [] for case in cases}
    if not found:
        return found
    with connection.cursor() as cursor:
        for each in columns(Participant).among(cursor, list(found), by="case_id"):
            found[each.case_id].append(each)
    return found


def of(case: Case) -> Iterable[Participant]:
    """Return the participants of a case; one query, none where they were prefetched, or kept by a reader of many."""
    kept: Iterable[Participant] | None = vars(case).get("known_participants")
    return case.participants.all() if kept is None else kept
