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
LONGEST_NUMBER = 40


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
    actor = request.actor  # type: ignore[attr-defined]
    if not has_desk(actor):
        raise PermissionDenied(
            _("A desk belongs to an office that handles cases; your own cases are under “My cases”.")
        )
    number = request.GET.get("number", "").strip()[:LONGEST_NUMBER]
    part = Paginator(cases.filter(number__icontains=number) if number else cases, PER_PAGE)
    found, at = part.get_page(request.GET.get("page")), datetime.now(UTC)
    mine = part.count if here == "desk" and not number else inbox(actor).count()
    views = [
        {"label": _("My turn (%(count)s)") % {"count": mine}, "url": reverse("desk"), "active": here == "desk"},
        {"label": _("All cases that I see"), "url": reverse("desk-all"), "active": here == "desk-all"},
    ]
    heads = [_("Number"), _("Term"), _("Left"), _("Case"), _("Stage"), _("What to do"), _("Basis")]
    shown = {"part": found, "rows": rows(found, at), "views": views, "heads": heads, "here": here, "at": at}
    return render(request, "site/pages/desk.html", shown | {"number": number})
