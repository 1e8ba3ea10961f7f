"""The receipt: the number, the code to ask with, what was sent, and what happens next."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.handling import status_codes
from dienests.site.pages import looking
from dienests.site.pages.action_form import submission_of
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited


@limited("receipt", per_hour=60)
@with_form
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the receipt to the person who opened the case; the code is shown once, and a new one on demand."""
    view = CaseView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    if not view.own:
        raise Http404
    looking.at_case(view, page="receipt")
    code, first = "", request.method == "GET" and not status_codes.has_code(view.case)
    if first or request.method == "POST":
        form = uuid4() if first else submission_of(request.POST)
        code = status_codes.issue(case=pk, actor=view.actor, at=view.at, submission=form)
    return render(request, "site/pages/receipt.html", {"view": view, "code": code})
