"""The receipt: the number, what was sent, and what happens next."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.site.pages import looking
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import reading, signed_in


@reading
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the receipt to the person who opened the case."""
    view = CaseView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    if not view.own:
        raise Http404
    looking.at_case(view, page="receipt")
    return render(request, "site/pages/receipt.html", {"view": view})
