"""Narrowing a list of cases by what stands on the case itself, as conditions that run along the index of the list."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.sight import Sql
from dienests.kernel.cases.statements import columns


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the cases of a list have in common; `after` is the last case of the page before, newest first."""

    procedure: str = ""
    stage: str = ""
    state: str = ""
    due_before: date | None = None
    opener: UUID | None = None
    after: Case | None = None

    def sql(self) -> Sql:
        """Return the conditions on a case `c`, each begun with AND."""
        column = columns(Case)
        tests = [f" AND c.closed_at IS {'NOT ' if self.state == 'closed' else ''}NULL"] if self.state else []
        values = []
        for name, sign, value in (
            ("procedure", "=", self.procedure or None), ("stage", "=", self.stage or None),
            ("due", "<", self.due_before), ("opener_id", "=", self.opener),
        ):  # fmt: skip
            if value is not None:
                tests.append(f" AND c.{column.quoted[name]} {sign} %s")
                values.append(column.value(name, value))
        if self.opener is not None:  # what was entered by office for somebody else is not the own
            who = columns(Participant)
            tests.append(f" AND EXISTS (SELECT 1 FROM {who.table} p WHERE p.case_id = c.id AND p.person_id = %s)")
            values.append(who.value("person_id", self.opener))
        if self.after is not None:
            tests.append(" AND (c.opened_at, c.id) < (%s, %s)")
            values += [column.value("opened_at", self.after.opened_at), column.value("id", self.after.pk)]
        return "".join(tests), values


EVERYTHING = Narrowing()
