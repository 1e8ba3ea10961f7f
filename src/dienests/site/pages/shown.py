"""What a case holds, as it is shown: answers of the record, and terms with what set them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Replace
from django.utils.formats import date_format

from dienests.kernel.calendar.terms import parse
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.period import covers
from dienests.kernel.procedures.earlier import term_of
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
    """One term of the case with its declaration; `set_by` is the basis of the parameter that gave its length.

    `set_later` is the day from which the institution has set a term that was not set when this run began: it sets the
    runs that begin from then on, and not this one. `unconfirmed` says that the source of its length was not checked.
    """

    run: TermRun
    declared: Term
    set_by: str = ""
    set_later: date | None = None
    unconfirmed: bool = False

    @property
    def length(self) -> Label:
        """How long the term is; empty for a promised day."""
        if not self.run.value or isinstance(self.declared.value, Promised):
            return ""
        return parse(self.run.value).label()

    @property
    def longer(self) -> Label:
        """By how much the term was extended; empty if it was not."""
        return parse(self.run.extended_by).label() if self.run.extended_by else ""

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


def running_terms(case: Case, procedure: type[Procedure], *, on: date) -> list[RunningTerm]:
    """Return all runs of terms, open ones first, each with what set it; one query."""
    slug = Concat(Value(f"{procedure.slug}."), Replace("slug", Value("_"), Value("-")))
    own = Parameter.objects.filter(institution=case.institution_id, slug=OuterRef("parameter"))
    then = own.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("started_on")), valid_from__lte=OuterRef("started_on")
    )
    since = own.filter(covers(on)).values("valid_from")
    runs = case.term_runs.annotate(parameter=slug).annotate(
        set_by=Subquery(then.values("basis")[:1]),
        confirmed=Subquery(then.values("confirmed")[:1]),
        set_since=Subquery(since[:1]),
    )
    order = runs.order_by(F("stopped_on").desc(nulls_first=True), "started_on")
    return [_running(run, term) for run in order if (term := term_of(procedure, run.slug))]


def _running(run: Any, term: Term) -> RunningTerm:
    if not term.unset:
        return RunningTerm(run, term)
    later = None if run.value or run.stopped_on else run.set_since
    return RunningTerm(run, term, run.set_by or "", later, run.confirmed is False)
