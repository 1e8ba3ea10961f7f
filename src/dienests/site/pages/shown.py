"""What a case holds, as it is shown: answers of the record, and terms with what set them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Replace
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
    """Return all runs of terms, open ones first, each with what set it; one query."""
    slug = Concat(Value(f"{procedure.slug}."), Replace("slug", Value("_"), Value("-")))
    values = Parameter.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("started_on")),
        institution=case.institution_id, slug=OuterRef("parameter"), valid_from__lte=OuterRef("started_on"),
    )  # fmt: skip
    runs = case.term_runs.annotate(parameter=slug).annotate(set_by=Subquery(values.values("basis")[:1]))
    order = runs.order_by(F("stopped_on").desc(nulls_first=True), "started_on")
    declared = ((run, procedure.terms.get(run.slug)) for run in order)
    return [RunningTerm(run, term, run.set_by or "" if term.unset else "") for run, term in declared if term]
