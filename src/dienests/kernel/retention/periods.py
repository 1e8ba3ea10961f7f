"""Periods of keeping: of each kind of data, by the result of its case where the institution distinguishes it.

The parameter `retention.KIND.PROCEDURE.END` goes before `retention.KIND`. None of the documents sets a period; what an
institution has not set is "not set", and nothing falls due by it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.text import format_lazy

from dienests.kernel.calendar.terms import parse
from dienests.kernel.norms.declared import Declared, register
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.norms.processing import RETENTION_ELSEWHERE, Kept, every, parameter_of
from dienests.kernel.norms.retention import PERMANENTLY, words
from dienests.kernel.parties.period import covers
from dienests.kernel.procedures.categories import Category
from dienests.kernel.procedures.generic import WITHDRAWN
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import newest
from dienests.kernel.procedures.stages import Stage
from dienests.kernel.retention import records, wiping

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """How long one kind of data is kept after its case was closed, and what sets it."""

    kind: str
    value: str
    basis: str
    parameter: str

    @property
    def words(self) -> str:
        """Return the length as people say it."""
        return words(self.value)

    def ends(self, closed_on: date) -> date | None:
        """Return the first day on which the data are due to be erased; None where they are kept permanently."""
        return None if self.value == PERMANENTLY else parse(self.value).ends(closed_on)

    def latest(self, on: date) -> date | None:
        """Return the last day of closing whose data are due on a day; None where none ever are."""
        if self.value == PERMANENTLY:
            return None
        n = int(self.value.partition(":")[2])
        years, month = divmod(on.year * 12 + on.month - 1 - n, 12)
        found = date(years, month + 1, 1) + 31 * A_DAY
        while parse(self.value).ends(found) > on:
            found -= A_DAY
        return found


def set_periods(institution: int, on: date) -> dict[str, Parameter]:
    """Return the parameters of keeping that are in force on a day; one query."""
    found = Parameter.objects.filter(covers(on), institution=institution, slug__startswith=parameter_of(""))
    return {each.slug: each for each in found}


def period(found: Mapping[str, Parameter], procedure: type[Procedure], end: str, kind: str) -> Period | None:
    """Return the period of a kind of data in cases that ended so; None where it is not set."""
    for slug in (by_result(procedure, end, kind), parameter_of(kind)):
        if slug in found:
            return Period(kind, found[slug].value, found[slug].basis, slug)
    return None


def by_result(procedure: type[Procedure], end: str, kind: str) -> str:
    """Return the slug of the parameter that sets the period for one result."""
    return parameter_of(f"{kind}.{procedure.slug}.{end}")


def ends(procedure: type[Procedure]) -> dict[str, Stage]:
    """Return the results that a case of a procedure may have, that of withdrawing it last."""
    declared = {name: stage for name, stage in procedure.stages.items() if stage.ends}
    return declared | {WITHDRAWN.name: WITHDRAWN}


def labels() -> dict[str, Label]:
    """Return the kinds of data of all procedures and of the house in words, by slug."""
    house: dict[str, Any] = {each.slug: each.data for each in every()}
    return house | {category.slug: category.label for each in newest().values() for category in categories(each)}


def categories(procedure: type[Procedure]) -> list[Category]:
    """Return the categories of data that a procedure keeps."""
    found = [
        field.datum.category
        for model in records.models(procedure)
        for field in model._meta.concrete_fields
        if getattr(field, "datum", None) and field.datum.category
    ]
    found += [role.identity for role in procedure.roles.values() if role.identity]
    return list(dict.fromkeys(found))


def declared() -> Iterator[Declared]:
    """Yield the parameters by which an institution may set another period for a result."""
    named, kept = labels(), {each.slug: each for each in every()}
    for procedure in newest().values():
        bases = {each.slug: str(each.basis) for each in categories(procedure)}
        for end, stage in ends(procedure).items():
            for kind in wiping.kinds(procedure):
                if kind in bases or kind in kept:
                    yield Declared(
                        slug=by_result(procedure, end, kind), kind="retention", optional=True,
                        label=format_lazy("{kind} ({title}: {end})", kind=named[kind], title=procedure.title,
                                          end=stage.label),
                        where=str(RETENTION_ELSEWHERE.where), basis=bases.get(kind) or _basis(kept[kind], procedure),
                    )  # fmt: skip


def _basis(entry: Kept, procedure: type[Procedure]) -> str:
    return str(procedure.basis) if hasattr(entry.basis, "where") else str(entry.basis)


def register_parameters() -> None:
    """Make them known."""
    register(declared)
