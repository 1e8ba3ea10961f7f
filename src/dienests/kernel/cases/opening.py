"""Opening a case: number, case, record, participant, first event, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.act import Act
from dienests.kernel.cases.capacity import Capacity
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect, Series
from dienests.kernel.cases.links import failing, links
from dienests.kernel.cases.locking import Locked
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.rights import unfulfilled
from dienests.kernel.cases.statements import Cursor, columns
from dienests.kernel.log.canonical import NOTHING
from dienests.kernel.norms.parameters import value_on
from dienests.kernel.parties.managers import direct_manager
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.stages import Stage


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case; `effects_wait` says whether the outbox holds something that is due."""

    case: Case
    effects_wait: bool


def open_case(
    cursor: Cursor, *, procedure: type[Procedure], action: Action, capacity: Capacity, opener: UUID | None,
    fields: Mapping[str, Any], at: datetime, submission: UUID | None = None, parent: Case | None = None,
) -> Opened:  # fmt: skip
    """Write a new case with its first event, within the caller's transaction.

    Raises Refusal when a field or a rule stands against it.
    """
    on, asked = local_date(at), action.follows.parameters
    number, wait = next_number(cursor, capacity.institution, procedure.numbered, at=at)
    case = Case(
        id=uuid4(), institution_id=capacity.institution, unit_id=capacity.unit, procedure=procedure.slug,
        version=procedure.version, number=number, stage=_first_stage(action).name, leaf=NOTHING, opener_id=opener,
        parent=parent, submission=submission, opened_at=at,
    )  # fmt: skip
    found = Locked(case, procedure.record(case=case))
    found.participant = uuid4() if opener and capacity.role.relation else None
    found.parameters = {slug: value_on(case.institution_id, slug, on) for slug in asked}
    named = links(action, procedure.record, fields, institution=case.institution_id, person=opener, on=on)
    found.refused = failing(cursor, named)
    act = _FirstAct(cursor, procedure, action, found, capacity, at=at, on=on, person=opener)
    act.before = ""
    act.carry_out(fields)
    return Opened(case, wait or bool(act.effects))


def _first_stage(action: Action) -> Stage:
    assert isinstance(action.target, Stage)  # the declaration of an action from START sees to it
    return action.target


class _FirstAct(Act):
    """An act whose case, record and participant are inserted rather than changed."""

    def _rules(self) -> None:
        super()._rules()
        self._relation()
        if self.action.when is not None and not self.action.when.holds(self.record):
            raise unfulfilled(self.action, self.action.when)

    def _write(self, changed: Mapping[str, Any]) -> None:
        for made in (self.case, self.record):
            columns(type(made)).insert_new(self.cursor, made)
        if self.found.participant:
            who = {"id": self.found.participant, "case_id": self.case.id, "role": self.capacity.role.name}
            columns(Participant).insert(self.cursor, who | {"person_id": self.person})

    def _relation(self) -> None:
        """Whoever opens a case as manager of somebody, or as a party, must be that."""
        role = self.action.by
        if role.manages:
            subject = getattr(self.record, f"{role.manages}_id")
            manager = direct_manager(subject, self.case.institution_id, self.on) if subject else None
            if manager is None or manager.pk != self.person:
                raise Refusal(
                    _("Only the direct manager of the person named may do this; check whom you named."),
                    basis=role.basis, kind="right",
                    fields={role.manages: _("You are not this person's direct manager.")},
                )  # fmt: skip
        elif role.party and getattr(self.record, f"{role.party}_id") != self.person:
            raise Refusal(
                format_lazy(_("Only {role} may do this; name yourself."), role=role.label),
                basis=role.basis, kind="right", fields={role.party: _("You must be this person yourself.")},
            )  # fmt: skip


def next_number(cursor: Cursor, institution: int, prefix: str, *, at: datetime) -> tuple[str, bool]:
    """Return the next number of a register, such as EK-2026-0041, and whether the outbox holds something that is due.

    Numbers have no gaps, since a refused act takes none.
    """
    series, effects, year = columns(Series), columns(Effect), local_date(at).year
    cursor.execute(
        f"INSERT INTO {series.table} (institution_id, prefix, year, last) VALUES (%s, %s, %s, 1) "
        f"ON CONFLICT (institution_id, prefix, year) DO UPDATE SET last = {series.table}.last + 1 RETURNING last, "
        f"EXISTS (SELECT 1 FROM {effects.table} e WHERE e.done_at IS NULL AND e.not_before <= %s)",
        [institution, prefix, year, effects.value("not_before", at)],
    )
    number, wait = cursor.fetchone()
    return f"{prefix}-{year}-{number:04d}", bool(wait)
