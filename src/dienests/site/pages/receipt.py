"""The receipt: the number, what was sent, and what happens next."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from dienests.kernel.cases.case import Case
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import reading, signed_in


@reading
@signed_in
def page(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the receipt to the person who opened the case."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(Case, pk=pk, opener=actor.person)
    return render(request, "site/pages/receipt.html", {"view": CaseView.of(case, actor, at=datetime.now(UTC))})
