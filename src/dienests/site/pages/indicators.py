"""Indicators: the list, and one of them with chart, table and CSV."""

import csv
from datetime import date
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dienests.kernel.access.actor import Actor
from dienests.kernel.indicators.declaration import Indicator, declared, find
from dienests.kernel.indicators.series import all_series, series
from dienests.kernel.indicators.states import is_known
from dienests.kernel.indicators.years import Year, years
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.institution import Institution
from dienests.site.pages.doors import public
from dienests.site.pages.indicator_chart import drawn

OF_YEARS = ("kept_at", "numerator", "cases", "definition", "event", "corrects")


def where(request: HttpRequest) -> tuple[Institution, list[Institution], Actor | None]:
    """Return the institution asked for (the own one, or the first, by default), all of them, and who reads."""
    reader: Actor | None = request.actor or None  # type: ignore[attr-defined]
    found, asked = list(Institution.objects.order_by("pk")), request.GET.get("institution", "")
    here = [each for each in found if each.slug == asked] or [
        each for each in found if reader and each.pk == reader.institution
    ]
    if not found:
        raise Http404
    return (here or found)[0], found, reader


def indicator_of(slug: str) -> Indicator:
    found = find(slug)
    if found is None:
        raise Http404
    return found


@public
def page(request: HttpRequest) -> HttpResponse:
    """List the indicators of one institution with their last value and target."""
    here, institutions, reader = where(request)
    every = all_series(declared(), here.pk, reader=reader)
    rows = [{"indicator": each, "last": points[-1] if (points := every[each.slug]) else None} for each in declared()]
    return render(request, "site/pages/indicators.html", {"rows": rows, "here": here, "institutions": institutions})


@public
def indicator_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one indicator: definition, chart and table of its quarters."""
    here, institutions, reader = where(request)
    found = indicator_of(slug)
    points = series(found, here.pk, reader=reader)
    own = reader is not None and reader.institution == here.pk
    shown = {
        "indicator": found, "here": here, "institutions": institutions, "points": points[::-1],
        "chart": drawn(found, points), "may_open": own and not found.entered and is_known(found, reader),
        "years": years(found, here.pk, reader=reader),
        "json": f"/api/v1/institutions/{here.slug}/indicators/{found.slug}",
        "aims": own and leads(reader, here) is not None,
        "enters": own and found.entered and reader is not None and reader.holds(found.office, here.pk) is not None,
    }  # fmt: skip
    return render(request, "site/pages/indicator.html", shown)


@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the quarters and the kept years of an indicator as CSV; what the reader may not see is left empty."""
    here, _institutions, reader = where(request)
    found, text = indicator_of(slug), StringIO()
    rows = csv.writer(text)
    rows.writerow(["indicator", "begins", "ends", "value", "unit", "of", "target", "measured_at", *OF_YEARS])
    for each in series(found, here.pk, reader=reader):
        moment = "" if each.hidden else each.measurement.measured_at.isoformat()
        rows.writerow([found.slug, each.begins, each.ends, _plain(each.value), found.unit, _plain(each.of),
                       _plain(each.target), moment, *[""] * len(OF_YEARS)])  # fmt: skip
    rows.writerows(_kept(each, found) for each in years(found, here.pk, reader=reader))
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}-{here.slug}.csv"'
    answer["Cache-Control"] = "private, no-store" if reader else "max-age=300"
    return answer


def _kept(year: Year, found: Indicator) -> list[Any]:
    kept, counts = year.snapshot, year.counts
    return [
        found.slug, date(kept.year, 1, 1), date(kept.year + 1, 1, 1), _plain(year.value), found.unit,
        _plain(counts["denominator"]), _plain(kept.target), "", kept.taken_at.isoformat(), _plain(counts["numerator"]),
        _plain(counts["cases"]), kept.definition, kept.event, year.corrects.event if year.corrects else "",
    ]  # fmt: skip


def _plain(value: Any) -> Any:
    return "" if value is None else value


def leads(reader: Actor | None, here: Institution) -> ActorRef | None:
    offices = reader.offices if reader else ()
    held = next((each for each in offices if each.institution == here.pk and each.leads and each.unit is None), None)
    return ActorRef(mandate=held.mandate) if held else None
