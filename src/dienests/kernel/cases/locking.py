"""Locking a case: one statement reads the case, its record, and all that the checks after the lock look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases import term_runs
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.links import Link
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.statements import Cursor, columns
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.norms.models import Parameter
from dienests.kernel.procedures.refusals import Refusal


@dataclass(slots=True)
class Locked:
    """A case with its record, held until the end of the transaction.

    `parameters` are the values of the parameters asked for, `runs` the open runs of terms if the act touches any,
    `participant` is the person's public id in the acting role, `effects_wait` says whether the outbox holds something
    that is due, `refused` are the links that fail their test.
    """

    case: Case
    record: Any
    parameters: Mapping[str, str | None] = field(default_factory=dict)
    runs: list[TermRun] = field(default_factory=list)
    participant: UUID | None = None
    effects_wait: bool = False
    refused: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read along: parameters by slug, whether terms that run, person and acting role, given links."""

    parameters: tuple[str, ...]
    runs: bool
    person: UUID | None
    role: str
    links: Sequence[Link]


def lock(
    cursor: Cursor, record: type[models.Model], case_id: UUID, wanted: Wanted, *, at: datetime, on: date
) -> Locked:
    """Read and lock a case; raises Refusal when there is none."""
    cases, records, parties = columns(Case), columns(record), columns(Participant)
    day, who = columns(Parameter).value("valid_from", on), parties.value("person_id", wanted.person)
    values = [who, wanted.role, columns(Effect).value("not_before", at)]
    values += [value for link in wanted.links for value in link.values]
    values += [value for slug in wanted.parameters for value in (slug, day, day)]
    text = _text(record, tuple(link.sql for link in wanted.links), len(wanted.parameters), wanted.runs)
    cursor.execute(text, [*values, cases.value("id", case_id)])
    row = cursor.fetchone()
    if row is None:
        raise absent()
    width, height = len(cases.names), len(cases.names) + len(records.names)
    case, found = cases.read(row[:width]), records.read(row[width:height])
    found.case = case
    participant, wait, *rest = row[height:]
    if wanted.runs and rest.pop() != case.revision:
        return lock(cursor, record, case_id, wanted, at=at, on=on)
    runs = term_runs.read(rest.pop()) if wanted.runs else []
    tests, parameters = rest[: len(wanted.links)], rest[len(wanted.links) :]
    refused = [link for link, holds in zip(wanted.links, tests, strict=True) if not holds]
    return Locked(
        case, found, dict(zip(wanted.parameters, parameters, strict=True)), runs,
        Participant._meta.pk.to_python(participant), bool(wait), refused,
    )  # fmt: skip


def absent() -> Refusal:
    """Return the refusal for a case that does not exist, or that the person must not know to exist."""
    return Refusal(_("There is no such case; go back to the list and open it again."), kind="absent")


@cache
def _text(record: type[models.Model], tests: tuple[str, ...], asked: int, runs: bool) -> str:
    cases, records, participants = columns(Case), columns(record), columns(Participant).table
    parameters, effects = columns(Parameter), columns(Effect)
    parameter = (
        f", (SELECT p.value FROM {parameters.table} p WHERE p.institution_id = c.institution_id AND p.slug = %s "
        "AND p.valid_from <= %s AND (p.valid_to IS NULL OR p.valid_to > %s))"
    )
    # On PostgreSQL a statement that had to wait for the lock finds the new row of the case, but the other tables as
    # they stood before it waited: the revision read both ways tells, and the statement is sent again.
    running = f", {term_runs.selection()}, (SELECT x.revision FROM {cases.table} x WHERE x.id = c.id)"
    # Both tables are joined by their keys (an inner join): PostgreSQL refuses FOR UPDATE on a side that may be null.
    return (
        f"SELECT {cases.listed('c')}, {records.listed('r')}, "
        f"(SELECT a.id FROM {participants} a "
        "WHERE a.case_id = c.id AND a.person_id = %s AND a.role = %s AND a.left_at IS NULL), "
        f"EXISTS (SELECT 1 FROM {effects.table} e WHERE e.done_at IS NULL AND e.not_before <= %s)"
        + "".join(f", {test}" for test in tests)
        + parameter * asked
        + (running if runs else "")
        + f" FROM {records.table} r INNER JOIN {cases.table} c ON c.id = r.case_id WHERE r.case_id = %s"
        + (" FOR UPDATE OF c, r" if connection.vendor == "postgresql" else "")
    )
