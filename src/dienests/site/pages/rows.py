"""Rows of case lists: number, procedure, stage, what to do, term and basis only; nothing personal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dienests.kernel.calendar.days_off import working_days_between
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.stages import Stage

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list."""

    case: Case
    procedure: type[Procedure]
    stage: Stage
    acts: list[Action]
    days_left: int | None

    @property
    def basis(self) -> list[Basis]:
        """The paragraphs of the acts that are awaited."""
        return list(dict.fromkeys(act.basis for act in self.acts))


def rows(cases: Iterable[Case], at: datetime) -> list[Row]:
    """Return the rows of a page of cases; no query."""
    return [_row(case, local_date(at)) for case in cases]


def _row(case: Case, today: date) -> Row:
    procedure = find(case.procedure, case.version)
    stage = procedure.stages[case.stage]
    acts = [each for each in procedure.actions.values() if not each.starts_case and each.leaves(stage)]
    left = working_days_between(today, case.due) if case.due and not case.closed_at else None
    return Row(case, procedure, stage, acts, left)
