"""The desk: what is waited for from me, by due date."""

from collections.abc import Callable
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.awaiting import awaiting
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.listing import MOST, Listing, everything, waiting
from dienests.kernel.cases.sittings import seated
from dienests.kernel.dispatch.work_list import sends
from dienests.kernel.duties.handed_up import handed_up
from dienests.kernel.handling import assignment
from dienests.kernel.letters.awaiting import concerning
from dienests.site.pages.days import now
from dienests.site.pages.desk_rows import drawn
from dienests.site.pages.doors import has_desk, reading, signed_in
from dienests.site.pages.openers import named
from dienests.site.pages.retention import due_count
from dienests.site.pages.rows import PER_PAGE, rows
from dienests.site.pages.shell import address

LONGEST_NUMBER = 40
TITLES = {
    "desk": gettext_lazy("What is waited for from you"),
    "desk-mine": gettext_lazy("What I handle"),
    "desk-free": gettext_lazy("What nobody handles yet"),
    "desk-all": gettext_lazy("All cases that I see"),
}


@reading
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the cases whose turn is mine, the earliest due day first; those without a due day last."""
    return _list(request, waiting, here="desk")


@reading
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Show the cases whose turn is mine and which I handle."""
    own = assignment.of_person(request.actor.person)  # type: ignore[attr-defined]
    return _list(request, partial(waiting, only=own), here="desk-mine")


@reading
@signed_in
def free(request: HttpRequest) -> HttpResponse:
    """Show the cases whose turn is mine and which nobody handles yet."""
    return _list(request, partial(waiting, only=assignment.of_nobody()), here="desk-free")


@reading
@signed_in
def all_cases(request: HttpRequest) -> HttpResponse:
    """Show every case that I see, newest first."""
    return _list(request, everything, here="desk-all")


def _list(request: HttpRequest, listed: Callable[..., Listing], *, here: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if not has_desk(actor):
        raise PermissionDenied(
            _("A desk belongs to an office that handles cases; your own cases are under “My cases”.")
        )
    number = request.GET.get("number", "").strip()[:LONGEST_NUMBER]
    found, at = _part(listed(actor, number=number), request.GET.get("page", "")), now()
    mine = found.paginator.count if here == "desk" and not number else waiting(actor).count()
    views = [
        {
            "label": _turns(mine),
            "url": address("desk"),
            "active": here == "desk",
        },
        {"label": _("I handle"), "url": address("desk-mine"), "active": here == "desk-mine"},
        {"label": _("Nobody handles"), "url": address("desk-free"), "active": here == "desk-free"},
        {"label": _("All cases that I see"), "url": address("desk-all"), "active": here == "desk-all"},
    ]
    votes = awaiting(actor, on=local_date(at)) if here == "desk" else []
    late = handed_up(actor) if here == "desk" else []
    drafts = concerning(actor, at=at) if here == "desk" else 0
    if drafts:
        label = _("Drafts of letters (%(number)d)") % {"number": drafts}
        views.append({"label": label, "url": address("letters"), "active": False})
    keeping = due_count(actor) if here == "desk" else 0
    if seated(actor):
        views.append({"label": _("Sittings"), "url": address("sittings"), "active": False})
    if sends(actor):
        views.append({"label": _("Letters to send"), "url": address("sending"), "active": False})
    shown_rows, who = rows(found, at), request.GET.get("who") == "1"
    names = named(actor, shown_rows, at=at) if who else None
    shown = {
        "title": TITLES[here], "part": found, "rows": drawn(shown_rows, names), "views": views, "here": here,
        "at": at, "number": number, "who": who, "most": MOST, "votes": votes, "late": late,
        "keeping": keeping,
    }  # fmt: skip
    return render(request, "site/pages/desk.html", shown)


def _part(listing: Listing, asked: str) -> Page[Case]:
    """Return the page of a list that was asked for, as the paginator understands that: the first where it is none."""
    number = int(asked) if asked.isdecimal() and len(asked) <= len(str(MOST)) else 1
    if 0 < number <= MOST // PER_PAGE:
        listing.look((number - 1) * PER_PAGE, number * PER_PAGE)
    return Paginator(listing, PER_PAGE).get_page(asked)  # type: ignore[arg-type]


def _turns(n: int) -> str:
    """Return the label of the inbox with its count; a list is counted up to its longest."""
    return _("My turn (%(count)s)") % {"count": n if n < MOST else f"{MOST}+"}
