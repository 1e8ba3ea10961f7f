"""What a case holds, as it is shown: answers of the record, and terms with what set them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from dienests.kernel.calendar.terms import parse
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.terms import Promised, Term


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of the record as it is shown."""

    label: Label
    value: str
    basis: Any


@dataclass(frozen=True, slots=True)
class RunningTerm:
    """One term of the case with its declaration; `set_by` is the basis of the parameter that gave its length."""

    run: TermRun
    declared: Term
    set_by: str = ""

    @property
    def length(self) -> Label:
        """How long the term is; empty for a promised day."""
        if not self.run.value or isinstance(self.declared.value, Promised):
            return ""
        return parse(self.run.value).label()

    @property
    def promised(self) -> bool:
        """Say whether an official promised the day."""
        return isinstance(self.declared.value, Promised)


def answer(field: Any, record: Any) -> Answer:
    """Return what a field of the record holds, in words."""
    value = getattr(record, field.name)
    if field.choices:
        shown = str(dict(field.choices).get(value, value))
    elif hasattr(value, "isoformat"):
        shown = date_format(value, "d.m.Y.")
    else:
        shown = str(getattr(value, "name", value))
    return Answer(field.verbose_name, shown, field.datum.basis)


def links(procedure: type[Procedure]) -> list[str]:
    """Return the fields of a record that lead to other tables, to be fetched along."""
    fields = procedure.record._meta.concrete_fields
    return [field.name for field in fields if field.is_relation and field.name != "case"]


def running_terms(case: Case, procedure: type[Procedure]) -> list[RunningTerm]:
    """Return all runs of terms, open ones first; two queries."""
    runs = sorted(case.term_runs.all(), key=lambda run: (run.stopped_on is not None, run.started_on))
    declared = [(run, procedure.terms[run.slug]) for run in runs if run.slug in procedure.terms]
    asked = {term.parameter for run, term in declared if term.unset and run.value}
    values = list(Parameter.objects.filter(institution=case.institution_id, slug__in=asked)) if asked else []
    return [RunningTerm(run, term, _set_by(values, term, run.started_on)) for run, term in declared]


def _set_by(values: Iterable[Parameter], term: Term, on: date) -> str:
    if not term.unset:
        return ""
    fitting = (each for each in values if each.slug == term.parameter and each.valid_from <= on)
    return next((each.basis for each in fitting if each.valid_to is None or each.valid_to > on), "")
