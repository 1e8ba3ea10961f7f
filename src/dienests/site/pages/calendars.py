"""Calendars of due days: their secret addresses on the page of the account, and the calendars themselves."""

import hashlib
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from dienests.kernel.access.account import Account
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.handling import feeds
from dienests.kernel.handling.feed_token import KINDS
from dienests.kernel.procedures.registry import find
from dienests.site.pages.doors import has_desk, signed_in, with_form
from dienests.site.pages.feeding import haste
from dienests.site.pages.limits import limited

GONE = 410


@limited("calendars", per_hour=30)
@with_form
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the calendars of the account; make, renew or revoke one. A new address is shown once."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    address, kind = "", request.POST.get("kind", "")
    if request.method == "POST" and kind in KINDS and (kind != "desk" or has_desk(actor)):
        account = Account.objects.get(pk=actor.account)
        if request.POST.get("do") == "revoke":
            feeds.revoke(account=account, kind=kind, at=at)
            return redirect("calendars")
        secret = feeds.renew(account=account, kind=kind, at=at)
        address = request.build_absolute_uri(reverse("calendar-feed", kwargs={"secret": secret}))
    made = feeds.made(actor.account)
    kinds = [
        {"kind": each, "made": made.get(each), "address": address if each == kind else ""}
        for each in KINDS
        if each != "desk" or has_desk(actor)
    ]
    return render(request, "site/pages/calendars.html", {"kinds": kinds, "here": "calendars"})


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Serve a calendar to the program of its owner: number, procedure and what is due, and nobody's name."""
    wait = haste.wait(f"calendar {hashlib.sha256(secret.encode()).hexdigest()}")
    if wait:
        return _plain(_("This calendar is asked for too often: ask once an hour."), 429, {"Retry-After": str(wait)})
    found = feeds.feed(secret, at=datetime.now(UTC))
    if found is None:
        return _plain(_("This calendar is gone: make a new address on the page of your account."), GONE, {})
    content = _calendar(found.cases)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, max-age=300"}
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _plain(sentence: str, status: int, more: dict[str, str]) -> HttpResponse:
    headers = {"Cache-Control": "no-store", **more}
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def _calendar(cases: list[Case]) -> bytes:
    """Return the calendar as RFC 5545 writes it; the same cases give the same bytes."""
    made = Calendar()
    made.add("prodid", "-//Dienests//due days//LV")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("Due days"))
    labels = _due_terms(cases)
    for case in cases:
        day, procedure = feeds.day_of(case), find(case.procedure, case.version)
        entry = Event()
        entry.add("uid", f"{case.pk}@dienests")
        entry.add("dtstamp", case.opened_at)
        entry.add("sequence", case.revision)
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
        what = labels.get((str(case.pk), day)) or str(procedure.stages[case.stage].label)
        entry.add("summary", f"{case.number} · {procedure.title} · {what}")
        entry.add("transp", "TRANSPARENT")
        made.add_component(entry)
    content: bytes = made.to_ical()
    return content


def _due_terms(cases: list[Case]) -> dict[tuple[str, date], str]:
    """Return the label of the term that makes each case due; one query."""
    known = {case.pk: find(case.procedure, case.version) for case in cases}
    runs = TermRun.objects.filter(case__in=known, stopped_on__isnull=True, due__isnull=False)
    found = {}
    for case, slug, due in runs.values_list("case", "slug", "due"):
        term = known[case].terms.get(slug)
        if term is not None and due is not None:
            found[str(case), due] = capfirst(str(term.label))
    return found
