"""The record of processing: what is kept about people, why, on which basis, how long, who reads it; for everybody."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.norms import processing as house
from dienests.kernel.norms import retention
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.period import covers
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.processing import Processed, processed
from dienests.kernel.procedures.registry import newest
from dienests.site.pages.days import now
from dienests.site.pages.doors import public

AWHILE = "max-age=300"
COLUMNS = (
    "procedure", "version", "field", "datum", "category", "sealed", "purpose", "basis", "kept", "readers", "recipients",
)  # fmt: skip
Periods = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One datum as it is shown; `kept` are periods that institutions set, none where nobody did."""

    datum: Processed
    kept: list[str]

    @property
    def purpose(self) -> list[Label]:
        """Return the acts that need the datum."""
        return [act.label for act in self.datum.acts]

    @property
    def where(self) -> Any:
        """Return the document that would set how long it is kept."""
        return (self.datum.category.retention if self.datum.category else house.RETENTION_ELSEWHERE).where

    @property
    def readers(self) -> list[Label]:
        """Return who reads it."""
        return [role.label for role in self.datum.readers] or [_("whoever sees the case")]

    @property
    def recipients(self) -> list[Label]:
        """Return whom a letter takes it to, and which other procedure."""
        known = newest()
        letters = [_("letter to: %(who)s") % {"who": role.label} for role in self.datum.letters]
        return letters + [known[slug].title for slug in self.datum.sub_cases if slug in known]

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain values; labels in the language of the address."""
        datum, category = self.datum, self.datum.category
        return {
            "procedure": datum.procedure.slug, "version": datum.procedure.version, "field": datum.name,
            "datum": str(datum.label), "category": category.slug if category else None,
            "sealed": bool(category and category.sealed), "purpose": [str(each) for each in self.purpose],
            "basis": str(datum.basis), "kept": self.kept, "readers": [str(each) for each in self.readers],
            "recipients": [str(each) for each in self.recipients],
        }  # fmt: skip


def rows() -> list[Row]:
    """Return the data of all procedures with the periods that are in force today; one query."""
    periods = _periods()
    return [Row(each, periods[each.category.parameter] if each.category else []) for each in processed()]


def house_rows() -> list[dict[str, Any]]:
    """Return what the house itself keeps, with the periods in force today; one query."""
    periods = _periods()
    return [{"entry": each, "kept": periods[each.parameter]} for each in house.every()]


def _periods() -> Periods:
    """Return the periods in force today by parameter, with the institution that set each and its basis."""
    found: Periods = defaultdict(list)
    today = Parameter.objects.filter(covers(local_date(now())), slug__startswith=house.parameter_of(""))
    for each in today.select_related("institution").order_by("institution"):
        found[each.slug].append(f"{retention.words(each.value)} ({each.institution.name}, {each.basis})")
    return found


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show the record, procedure by procedure, then what the house itself keeps."""
    grouped: dict[Any, list[Row]] = defaultdict(list)
    for row in rows():
        grouped[row.datum.procedure].append(row)
    shown = {
        "procedures": [{"procedure": procedure, "rows": found} for procedure, found in grouped.items()],
        "house": house_rows(),
        "where": house.RETENTION_ELSEWHERE.where,
    }
    return render(request, "site/pages/processing.html", shown)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Answer with the data of procedures and of the house as CSV, one row each."""
    written = StringIO()
    table = csv.DictWriter(written, COLUMNS)
    table.writeheader()
    for each in record():
        table.writerow({name: "; ".join(value) if isinstance(value, list) else value for name, value in each.items()})
    answer = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="processing.csv"'
    answer["Cache-Control"] = AWHILE
    return answer


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Answer with the same as JSON."""
    answer = JsonResponse(
        {"language": get_language(), "processing": record()}, json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = AWHILE
    return answer


def record() -> list[dict[str, Any]]:
    """Return the data of procedures, then of the house, as plain values."""
    return [*(row.as_json() for row in rows()), *_house()]


def _house() -> list[dict[str, Any]]:
    periods = _periods()
    return [
        {
            "procedure": None, "version": None, "field": each.slug, "datum": f"{each.data} ({each.about})",
            "category": None, "sealed": False, "purpose": [str(each.purpose)],
            "basis": "" if hasattr(each.basis, "where") else str(each.basis),
            "kept": [str(each.until)] if each.until else periods[each.parameter], "readers": [str(each.readers)],
            "recipients": [],
        }
        for each in house.every()
    ]  # fmt: skip
