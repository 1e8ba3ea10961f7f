"""Rows of case lists: number, procedure, stage, what to do, term and basis only; nothing personal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dienests.kernel.calendar.days_off import working_days_between
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.statements import columns
from dienests.kernel.cases.term_run import TermRun
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
    acts: tuple[Action, ...]
    days_left: int | None
    suspended: bool = False  # no due day, because its terms stand still

    def cells(self, language: str | None) -> SafeString:
        """Return the last four cells of the row: procedure, stage, what to do, on which paragraphs."""
        procedure: Any = self.procedure
        return _cells(procedure, self.stage.name, self.acts, language)


@lru_cache(maxsize=4096)
def _cells(procedure: Any, stage: str, acts: tuple[Action, ...], language: str | None) -> SafeString:
    """Draw what many rows of a desk have in common, once per language."""
    basis = list(dict.fromkeys(Basis(act.basis.act, (address,)) for act in acts for address in act.basis.addresses))
    shown = (
        (_("Case"), procedure.title),
        (_("Stage"), procedure.stages[stage].label),
        (_("What to do"), "; ".join(str(act.label) for act in acts) or "–"),
        (_("Basis"), mark(basis) if basis else "–"),
    )
    return format_html_join("", '<td role="cell" data-label="{}" class="govuk-table__cell">{}</td>', shown)


def rows(cases: Iterable[Case], at: datetime) -> list[Row]:
    """Return the rows of a page of cases; one query for each table of records on it, one for what stands still."""
    found, today = list(cases), local_date(at)
    records, still = _records(found), suspended(found)
    return [_row(case, records.get(case.id), today, suspended=case.id in still) for case in found]


def suspended(cases: Iterable[Case]) -> set[UUID]:
    """Return which of these cases have no due day because their terms stand still; one query, none without such."""
    asked = [case.id for case in cases if case.due is None and case.closed_at is None]
    if not asked:
        return set()
    still = "t.stopped_on IS NULL AND t.suspended_on IS NOT NULL"
    with connection.cursor() as cursor:
        return {key for (key,) in columns(TermRun).some(cursor, ("case_id",), asked, by="case_id", also=still)}


class _FurtherUp(LookupError):
    """A condition asks for more than the record's own row holds."""


class _OwnRow:
    """The columns of a record that conditions and exclusions read, so that judging a list asks nothing more."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        if name not in self._values:
            raise _FurtherUp(name)
        return self._values[name]


def _records(cases: list[Case]) -> dict[UUID, tuple[Any, ...]]:
    """Return, by case, the values of the columns that are read; one query for each table, whatever the versions."""
    by_table: dict[Any, dict[UUID, tuple[str, ...]]] = {}
    for case in cases:
        procedure: Any = find(case.procedure, case.version)
        if names := _read(procedure):
            by_table.setdefault(procedure.record, {})[case.id] = names
    found: dict[UUID, tuple[Any, ...]] = {}
    with connection.cursor() as cursor:
        for record, read in by_table.items():
            every = tuple(dict.fromkeys(name for names in read.values() for name in names))
            for key, *values in columns(record).some(cursor, ("case_id", *every), list(read)):
                found[key] = tuple(values) if read[key] == every else _picked(read[key], every, values)
    return found


def _picked(names: Iterable[str], every: Iterable[str], values: Iterable[Any]) -> tuple[Any, ...]:
    row = dict(zip(every, values, strict=True))
    return tuple(row[name] for name in names)


@lru_cache(maxsize=256)
def _read(procedure: Any) -> tuple[str, ...]:
    """Return the columns of a record that conditions of acts look up or that name an excluded person."""
    named = {f"{each.field}_id" for each in procedure.exclusions.values()}
    named |= {name for act in procedure.actions.values() if act.when for name in act.when.reads()}
    return tuple(field.attname for field in procedure.record._meta.concrete_fields if field.attname in named)


def _judged(procedure: Any, stage: str, values: tuple[Any, ...]) -> tuple[Action, ...]:
    try:
        return _acts(procedure, stage, values)
    except TypeError:  # a column that holds a list cannot be remembered by
        return _acts.__wrapped__(procedure, stage, values)


@lru_cache(maxsize=4096)
def _acts(procedure: Any, stage: str, values: tuple[Any, ...]) -> tuple[Action, ...]:
    """Return the acts that people may do at a stage, as far as the record's own row tells; the same for many cases."""
    record, here = _OwnRow(dict(zip(_read(procedure), values, strict=True))), procedure.stages[stage]
    return tuple(
        each
        for each in procedure.actions.values()
        if not each.starts_case and each.leaves(here) and each.by is not system and _may_hold(each, record)
    )


def _may_hold(act: Action, record: _OwnRow) -> bool:
    """Say whether the matter allows an act, as far as its own row tells; what needs a look-up is left to the case."""
    try:
        return act.when is None or act.when.holds(record)
    except _FurtherUp:
        return True


def _row(case: Case, values: tuple[Any, ...] | None, today: date, *, suspended: bool) -> Row:
    procedure: Any = find(case.procedure, case.version)
    read = _read(procedure)
    if values is not None:
        vars(case)["record"] = _OwnRow(dict(zip(read, values, strict=True)))
    acts = () if case.closed_at else _judged(procedure, case.stage, values or ())
    left = working_days_between(today, case.due) if case.due and not case.closed_at else None
    return Row(case, procedure, procedure.stages[case.stage], acts, left, suspended)
