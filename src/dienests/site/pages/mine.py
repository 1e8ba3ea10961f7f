"""My cases: what a person opened or takes part in, and where it stands."""

from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.cases.relations import own_cases
from dienests.site.pages import news
from dienests.site.pages.doors import reading, signed_in
from dienests.site.pages.rows import PER_PAGE, rows


@reading
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the cases that the person opened or takes part in, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    own = own_cases(actor.person).order_by("-opened_at", "pk")
    part = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    shown = news.beside(rows(part, datetime.now(UTC)), actor)
    return render(request, "site/pages/mine.html", {"part": part, "rows": shown})
