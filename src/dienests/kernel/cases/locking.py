"""Locking a case: one statement reads the case, its record, the parameter of a term and whether effects wait."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.statements import columns
from dienests.kernel.norms.models import Parameter
from dienests.kernel.procedures.refusals import Refusal

PARTICIPANT = Participant._meta.get_field("id")


@dataclass(slots=True)
class Locked:
    """A case with its record, held until the end of the transaction."""

    case: Case
    record: Any
    parameter: str | None
    participant: UUID | None
    effects_wait: bool


def lock(
    record: type[models.Model], case_id: UUID, *, parameter: str, on: date, person: UUID | None, role: str
) -> Locked:
    """Read and lock a case, with the id of the person as participant in a role; raises Refusal when there is none."""
    cases, records = columns(Case), columns(record)
    key = cases.fields["id"].get_db_prep_value(case_id, connection)
    with connection.cursor() as cursor:
        who = PARTICIPANT.get_db_prep_value(person, connection)
        cursor.execute(_text(record, connection.vendor), [parameter, on, on, who, role, key])
        row = cursor.fetchone()
    if row is None:
        raise absent()
    width = len(cases.names)
    case, found = cases.read(row[:width]), records.read(row[width:-3])
    found.case = case
    return Locked(case, found, row[-3], PARTICIPANT.to_python(row[-2]), bool(row[-1]))


def absent() -> Refusal:
    """Return the refusal for a case that does not exist, or that the person must not know to exist."""
    return Refusal(_("There is no such case; go back to the list and open it again."), kind="absent")


@cache
def _text(record: type[models.Model], vendor: str) -> str:
    cases, records = columns(Case), columns(record)
    parameters, effects = columns(Parameter), columns(Effect)
    # Both tables are joined by their keys (an inner join): PostgreSQL refuses FOR UPDATE on a side that may be null.
    return (
        f"SELECT {cases.listed('c')}, {records.listed('r')}, "
        f"(SELECT p.value FROM {parameters.table} p WHERE p.institution_id = c.institution_id AND p.slug = %s "
        "AND p.valid_from <= %s AND (p.valid_to IS NULL OR p.valid_to > %s)), "
        f"(SELECT a.id FROM {columns(Participant).table} a WHERE a.case_id = c.id AND a.person_id = %s AND a.role = %s), "
        f"EXISTS (SELECT 1 FROM {effects.table} e WHERE e.done_at IS NULL) "
        f"FROM {records.table} r INNER JOIN {cases.table} c ON c.id = r.case_id WHERE r.case_id = %s"
        + (" FOR UPDATE OF c, r" if vendor == "postgresql" else "")
    )
