"""The lawyers' table of a procedure, version by version, with what an amendment changed; as a page and as CSV."""

import csv
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.lock import LockError, Published, place, read
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import versions
from dienests.kernel.procedures.table import changes, table
from dienests.site.pages.doors import public

AWHILE = "max-age=300"
COLUMNS = (
    "version", "act", "who", "from", "to", "asks", "only_if", "terms", "follows", "basis", "interpretation",
)  # fmt: skip


def _asked(request: HttpRequest, slug: str) -> tuple[list[type[Procedure]], type[Procedure]]:
    """Return all versions and the one that is asked for, the newest unless the address says `?version=1`."""
    known = versions(slug)
    wanted = request.GET.get("version", "")
    found = [each for each in known if str(each.version) == wanted] if wanted else known[-1:]
    if not found:
        raise Http404
    return known, found[0]


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the table of one version and how it differs from the one before."""
    known, procedure = _asked(request, slug)
    before = next((each for each in reversed(known) if each.version < procedure.version), None)
    shown = {
        "procedure": procedure, "versions": known, "lines": table(procedure), "before": before,
        "changes": changes(before, procedure) if before else [], "published": _published(procedure),
    }  # fmt: skip
    return render(request, "site/pages/lawyers_table.html", shown)


def _published(procedure: type[Procedure]) -> Published | None:
    try:
        return next((each for each in read(place()) if each.key() == procedure.key()), None)
    except LockError:
        return None


@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the table as CSV, one row for each act."""
    _known, procedure = _asked(request, slug)
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for line in table(procedure):
        cells: list[Any] = [
            procedure.version, line.act, line.who, line.source, line.target, line.asks, line.only_if, line.terms,
            line.follows, line.basis, line.interpretation,
        ]  # fmt: skip
        rows.writerow([_said(cell) for cell in cells])
    answer = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{procedure.slug}-{procedure.version}.csv"'
    answer["Cache-Control"] = AWHILE
    return answer


def _said(cell: list[Label] | Any) -> str:
    return "; ".join(str(each) for each in cell) if isinstance(cell, list) else str(cell)
