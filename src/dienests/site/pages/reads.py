"""Who looked at my data, and what I looked at: every look in plain words; where a norm lets it, told later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.who_looked import reads_by, reads_of
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.looks.delays import in_force
from dienests.kernel.looks.later import Later
from dienests.kernel.looks.lines import Line, lines, opened
from dienests.site import contacts
from dienests.site.pages.days import now
from dienests.site.pages.doors import reading, signed_in
from dienests.site.pages.look_filter import narrowed
from dienests.site.pages.look_words import Shown, Words
from dienests.site.pages.privacy import RIGHTS

PER_PAGE = 50


@reading
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show who looked at the data of the person who has signed in, newest first."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    later = Later.of(actor.person, at=at)
    looks, form = narrowed(request, later.told(reads_of(actor.person)))
    part, found = parted(request, looks)
    on = local_date(at)
    shown = {
        "part": part, "rows": in_words(request, found, later=later), "form": form, "total": looks.count(),
        "here": "reads", "rules": in_force(on), "contacts": contacts.in_force(contacts.DATA_PROTECTION, on),
        "rights": RIGHTS, "query": _query(request),
    }  # fmt: skip
    return render(request, "site/pages/reads.html", shown)


@reading
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """Show what the person who has signed in looked at; whose data it was is not repeated here."""
    looks, form = narrowed(request, reads_by(request.actor.person), monthly=True)  # type: ignore[attr-defined]
    part, found = parted(request, looks)
    on = local_date(now())
    shown = {
        "part": part, "rows": in_words(request, found), "form": form, "total": looks.count(), "here": "own-reads",
        "without": looks.filter(case__isnull=True).count(), "rules": in_force(on),
    }  # fmt: skip
    return render(request, "site/pages/own_reads.html", shown)


def parted(request: HttpRequest, looks: QuerySet[ReadEvent]) -> tuple[Any, list[Line]]:
    """Return the page of lines that was asked for; three queries."""
    part = Paginator(lines(looks), PER_PAGE).get_page(request.GET.get("page"))
    return part, opened(looks, part.object_list)


def in_words(request: HttpRequest, found: Sequence[Line], *, later: Later | None = None) -> list[Shown]:
    """Return lines in words; with `later`, each says how long the person concerned waited for it."""
    words = Words.of(found, reader=request.actor)  # type: ignore[attr-defined]
    waited: dict[tuple[datetime, Any], Any] = {}
    if later is not None:
        known = [(each.first, words.cases[each.case]) for each in found if each.case in words.cases]
        waited = {(at, case.pk): delay for (at, case), delay in zip(known, later.delays(known), strict=True)}
    return [words.shown(each, delayed=waited.get((each.first, each.case))) for each in found]


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"?{kept.urlencode()}" if kept else ""
