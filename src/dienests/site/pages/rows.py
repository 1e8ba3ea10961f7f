"""Rows of case lists: number, procedure, stage, what to do, term and basis only; nothing personal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dienests.kernel.calendar.days_off import working_days_between
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import system
from dienests.kernel.procedures.stages import Stage
from dienests.site.design.marks import mark

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
    def cells(self) -> SafeString:
        """The last four cells of the row: procedure, stage, what to do, on which paragraphs."""
        return _cells(self.procedure.key(), self.stage.name, tuple(act.name for act in self.acts), get_language())


@lru_cache(maxsize=4096)
def _cells(key: tuple[str, int], stage: str, acts: tuple[str, ...], language: str | None) -> SafeString:
    """Draw what many rows of a desk have in common, once per language."""
    procedure = find(*key)
    done = [procedure.actions[name] for name in acts]
    basis = list(dict.fromkeys(Basis(act.basis.act, (address,)) for act in done for address in act.basis.addresses))
    shown = (
        (_("Case"), procedure.title),
        (_("Stage"), procedure.stages[stage].label),
        (_("What to do"), "; ".join(str(act.label) for act in done) or "–"),
        (_("Basis"), mark(basis) if basis else "–"),
    )
    return format_html_join("", '<td role="cell" data-label="{}" class="govuk-table__cell">{}</td>', shown)


def rows(cases: Iterable[Case], at: datetime) -> list[Row]:
    """Return the rows of a page of cases; one query for the records of each procedure on it."""
    found, today = list(cases), local_date(at)
    records = _records(found)
    return [_row(case, records[case.pk], today) for case in found]


def _records(cases: list[Case]) -> dict[UUID, Any]:
    by_key: dict[tuple[str, int], list[Case]] = {}
    for case in cases:
        by_key.setdefault((case.procedure, case.version), []).append(case)
    return {
        record.pk: record
        for (slug, version), group in by_key.items()
        for record in find(slug, version).record.objects.filter(pk__in=[case.pk for case in group])
    }


class _FurtherUp(LookupError):
    """A condition asks for more than the record's own row holds."""


class _OwnRow:
    """The columns of a record without the rest, so that judging a list asks no questions of its own."""

    def __init__(self, record: Any) -> None:
        self._values = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}

    def __getattr__(self, name: str) -> Any:
        if name not in self._values:
            raise _FurtherUp(name)
        return self._values[name]


def _may_hold(act: Action, record: Any) -> bool:
    """Say whether the matter allows an act, as far as its own row tells; what needs a look-up is left to the case."""
    try:
        return act.when is None or act.when.holds(_OwnRow(record))
    except _FurtherUp:
        return True


def _row(case: Case, record: Any, today: date) -> Row:
    procedure = find(case.procedure, case.version)
    stage = procedure.stages[case.stage]
    record.case, vars(case)["record"] = case, record
    acts = [
        each
        for each in procedure.actions.values()
        if not case.closed_at and not each.starts_case and each.leaves(stage) and each.by is not system
        and _may_hold(each, record)
    ]  # fmt: skip
    left = working_days_between(today, case.due) if case.due and not case.closed_at else None
    return Row(case, procedure, stage, acts, left)
