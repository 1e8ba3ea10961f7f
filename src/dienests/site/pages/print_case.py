"""A case on paper: everything that the reader may read of it, without the frame of the site."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.site.pages import looking
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import reading, signed_in


@reading
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a case as it is printed; the look is recorded as one of printing."""
    view = CaseView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    looking.at_case(view, page="print")
    return render(request, "site/pages/print.html", {"view": view})
