"""Opening a case: number, case, record, participant, first event, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.act import Act
from dienests.kernel.cases.capacity import Capacity
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Series
from dienests.kernel.cases.effects import Wanted
from dienests.kernel.cases.locking import Locked
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.statements import columns
from dienests.kernel.log.canonical import NOTHING
from dienests.kernel.norms.parameters import value_on
from dienests.kernel.parties.managers import direct_manager
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case and the effects that its first act wrote."""

    case: Case
    effects: list[Wanted]


@transaction.atomic
def open_case(
    *, procedure: type[Procedure], action: Action, capacity: Capacity, opener: UUID | None, fields: Mapping[str, Any],
    at: datetime, submission: UUID | None = None, parent: Case | None = None, unit: int | None = None,
) -> Opened:  # fmt: skip
    """Write a new case with its first event; raises Refusal when a field or a rule stands against it."""
    case = Case(
        id=uuid4(), institution_id=capacity.institution, unit_id=unit, procedure=procedure.slug,
        version=procedure.version, stage=action.target.name, leaf=NOTHING, opener_id=opener, parent=parent,
        submission=submission, opened_at=at,
    )  # fmt: skip
    record = procedure.record(case=case)
    on = local_date(at)
    participant = uuid4() if opener and capacity.role.relation else None
    act = _FirstAct(procedure, action, Locked(case, record, None, participant, False), capacity, at=at, on=on, person=opener)
    act.carry_out(fields)
    return Opened(case, act.effects)


class _FirstAct(Act):
    """An act whose case, record and participant are inserted rather than changed."""

    def _rules(self) -> None:
        super()._rules()
        self._manager()
        when = self.action.when
        if when is not None and not when.holds(self.record):
            raise Refusal(
                format_lazy(_("“{act}” is possible only if the matter {condition}."), act=self.action.label, condition=when.label),
                basis=when.basis, kind="condition",
            )  # fmt: skip

    def _write(self, changed: Mapping[str, Any]) -> None:
        case, starts = self.case, self.action.follows.starts
        case.number = next_number(case.institution_id, self.procedure.numbered, self.on.year)
        self.before = ""
        for made in (case, self.record):
            table = columns(type(made))
            table.insert({name: getattr(made, name) for name in table.names})
        if self.participant:
            who = {"id": self.participant, "case_id": case.id, "role": self.capacity.role.name}
            columns(Participant).insert(who | {"person_id": self.person, "organisation_id": None})
        if starts and starts.unset:
            self.parameter = value_on(case.institution_id, starts.parameter, self.on)

    def _manager(self) -> None:
        role = self.action.by
        if not role.manages:
            return
        subject = getattr(self.record, f"{role.manages}_id")
        manager = direct_manager(subject, self.case.institution_id, self.on) if subject else None
        if manager is None or manager.pk != self.person:
            raise Refusal(
                _("Only the direct manager of the person named may do this; check whom you named."),
                basis=role.basis, kind="right",
                fields={role.manages: _("You are not this person's direct manager.")},
            )  # fmt: skip


def next_number(institution: int, prefix: str, year: int) -> str:
    """Return the next number of a register, such as EK-2026-0041; numbers have no gaps, since a refused act takes none."""
    series = columns(Series)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {series.table} (institution_id, prefix, year, last) VALUES (%s, %s, %s, 1) "
            f"ON CONFLICT (institution_id, prefix, year) DO UPDATE SET last = {series.table}.last + 1 RETURNING last",
            [institution, prefix, year],
        )
        return f"{prefix}-{year}-{cursor.fetchone()[0]:04d}"
