"""The page of a case."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.site.pages import looking, news
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import reading, signed_in


@reading
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a case to a person who may see it; for everybody else there is no such page."""
    view = CaseView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    looking.at_case(view)
    shown = render(request, "site/pages/case.html", {"view": view, "news": news.of(view)})
    if request.method == "GET":
        news.seen(view)
    return shown
