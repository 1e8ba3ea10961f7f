"""The page of a case."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from dienests.kernel.cases.sight import visible
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import reading, signed_in


@reading
@signed_in
def page(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a case to a person who may see it; for everybody else there is no such page."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(visible(actor).select_related("opener", "parent", "institution"), pk=pk)
    return render(request, "site/pages/case.html", {"view": CaseView.of(case, actor, at=datetime.now(UTC))})
