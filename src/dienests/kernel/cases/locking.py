"""Locking a case: one statement reads the case, its record, and all that the checks after the lock look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.links import Link
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.statements import Cursor, columns
from dienests.kernel.norms.models import Parameter
from dienests.kernel.procedures.refusals import Refusal


@dataclass(slots=True)
class Locked:
    """A case with its record, held until the end of the transaction.

    `parameter` is the value of the term that the act starts, `participant` the person's public id in the acting role,
    `effects_wait` says whether the outbox holds something that is due, `refused` are the links that fail their test.
    """

    case: Case
    record: Any
    parameter: str | None = None
    participant: UUID | None = None
    effects_wait: bool = False
    refused: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read along: the slug of a parameter, the person and the acting role, the links that are given."""

    parameter: str
    person: UUID | None
    role: str
    links: Sequence[Link]


def lock(
    cursor: Cursor, record: type[models.Model], case_id: UUID, wanted: Wanted, *, at: datetime, on: date
) -> Locked:
    """Read and lock a case; raises Refusal when there is none."""
    cases, records, parties = columns(Case), columns(record), columns(Participant)
    day, who = columns(Parameter).value("valid_from", on), parties.value("person_id", wanted.person)
    values = [wanted.parameter, day, day, who, wanted.role, columns(Effect).value("not_before", at)]
    for link in wanted.links:
        values += link.values
    cursor.execute(_text(record, tuple(link.sql for link in wanted.links)), [*values, cases.value("id", case_id)])
    row = cursor.fetchone()
    if row is None:
        raise absent()
    width, height = len(cases.names), len(cases.names) + len(records.names)
    case, found = cases.read(row[:width]), records.read(row[width:height])
    found.case = case
    parameter, participant, wait, *tests = row[height:]
    refused = [link for link, holds in zip(wanted.links, tests, strict=True) if not holds]
    return Locked(case, found, parameter, Participant._meta.pk.to_python(participant), bool(wait), refused)


def absent() -> Refusal:
    """Return the refusal for a case that does not exist, or that the person must not know to exist."""
    return Refusal(_("There is no such case; go back to the list and open it again."), kind="absent")


@cache
def _text(record: type[models.Model], tests: tuple[str, ...]) -> str:
    cases, records, participants = columns(Case), columns(record), columns(Participant).table
    parameters, effects = columns(Parameter), columns(Effect)
    # Both tables are joined by their keys (an inner join): PostgreSQL refuses FOR UPDATE on a side that may be null.
    return (
        f"SELECT {cases.listed('c')}, {records.listed('r')}, "
        f"(SELECT p.value FROM {parameters.table} p WHERE p.institution_id = c.institution_id AND p.slug = %s "
        "AND p.valid_from <= %s AND (p.valid_to IS NULL OR p.valid_to > %s)), "
        f"(SELECT a.id FROM {participants} a "
        "WHERE a.case_id = c.id AND a.person_id = %s AND a.role = %s AND a.left_at IS NULL), "
        f"EXISTS (SELECT 1 FROM {effects.table} e WHERE e.done_at IS NULL AND e.not_before <= %s)"
        + "".join(f", {test}" for test in tests)
        + f" FROM {records.table} r INNER JOIN {cases.table} c ON c.id = r.case_id WHERE r.case_id = %s"
        + (" FOR UPDATE OF c, r" if connection.vendor == "postgresql" else "")
    )
