"""The desk: what is waited for from me, by due date."""

from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.sight import visible
from dienests.site.pages.doors import has_desk, reading, signed_in
from dienests.site.pages.rows import PER_PAGE, rows

SOONEST = (F("due").asc(nulls_last=True), "opened_at", "pk")


@reading
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the cases whose turn is mine, the earliest due day first; those without a due day last."""
    return _list(request, inbox(request.actor).order_by(*SOONEST), here="desk")  # type: ignore[attr-defined]


@reading
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Show every case that I see by office, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    return _list(request, visible(actor).order_by("-opened_at", "pk"), here="desk-all")


def _list(request: HttpRequest, cases: QuerySet[Case], *, here: str) -> HttpResponse:
    if not has_desk(request.actor):  # type: ignore[attr-defined]
        raise PermissionDenied(
            _("A desk belongs to an office that handles cases; your own cases are under “My cases”.")
        )
    found = Paginator(_filtered(request, cases), PER_PAGE).get_page(request.GET.get("page"))
    at = datetime.now(UTC)
    views = [
        {"label": _("My turn"), "url": reverse("desk"), "active": here == "desk"},
        {"label": _("All cases that I see"), "url": reverse("desk-all"), "active": here == "desk-all"},
    ]
    shown = {
        "part": found,
        "rows": rows(found, at),
        "views": views,
        "here": here,
        "at": at,
        "number": request.GET.get("number", ""),
    }
    return render(request, "site/pages/desk.html", shown)


def _filtered(request: HttpRequest, cases: QuerySet[Case]) -> QuerySet[Case]:
    number = request.GET.get("number", "").strip()
    return cases.filter(number__icontains=number[:40]) if number else cases
