"""Parties: a person whom a field of the record names as a party takes part in the case while the field names them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.statements import Cursor, columns
from dienests.kernel.procedures.procedure import Procedure


def named(procedure: type[Procedure], record: Any) -> dict[str, UUID | None]:
    """Return whom the record names as a party now, by role; none for most procedures."""
    return {name: getattr(record, f"{role.party}_id") for name, role in procedure.roles.items() if role.party}


def change(
    cursor: Cursor, procedure: type[Procedure], record: Any, case: Case, *, before: Mapping[str, UUID | None],
    at: datetime,
) -> None:  # fmt: skip
    """Let whom the record no longer names leave the case, and whom it names anew take part: a statement for each."""
    after = named(procedure, record) if before else {}
    for role, person in after.items():
        if person == before[role]:
            continue
        if before[role] is not None:
            where = {"case_id": case.id, "role": role, "person_id": before[role]}
            columns(Participant).update(cursor, {"left_at": at}, where)
        if person is not None:
            _join(cursor, case, role, person)


def _join(cursor: Cursor, case: Case, role: str, person: UUID) -> None:
    """Somebody who takes part again keeps the public id under which he or she acted before."""
    table = columns(Participant)
    values = [table.value("id", uuid4()), table.value("case_id", case.id), role, table.value("person_id", person)]
    cursor.execute(
        f"INSERT INTO {table.table} (id, case_id, role, person_id) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (case_id, role, person_id) DO UPDATE SET left_at = NULL",
        values,
    )
