"""Which redaction judges a case: substance by the day of the conduct, procedure by the day the case was opened."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.procedure import Procedure

__all__ = ["Judged", "judged_by"]


@dataclass(frozen=True, slots=True)
class Judged:
    """The day whose redaction judges the substance (None: not told), and the day and version of the procedure."""

    substance: date | None
    procedure: date
    version: int


def judged_by(procedure: type[Procedure], case: Case, record: Any) -> Judged:
    """Return the days that decide; a procedure says by `conduct_day` which field tells the day of the conduct."""
    told = getattr(record, procedure.conduct_day) if procedure.conduct_day else None
    return Judged(told, local_date(case.opened_at), case.version)
