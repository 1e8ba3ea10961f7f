"""The auditor's pages: who read, how often and why, never what; that the auditor looked is recorded too."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.auditor import AUDITORS
from dienests.kernel.access.reads import Row, keep
from dienests.kernel.calendar.zone import local_date, start_of
from dienests.kernel.looks.audit import Audit
from dienests.site.pages.audit_rows import TABS, month_of, months, next_month, people_of
from dienests.site.pages.days import day_of, now
from dienests.site.pages.doors import auditors, reading
from dienests.site.pages.look_words import Words
from dienests.site.pages.looking import AUDIT, LOOKS
from dienests.site.pages.reads import parted
from dienests.site.pages.reads_data import safe

PER_PAGE = 50


@reading
@auditors
def page(request: HttpRequest, what: str) -> HttpResponse:
    """Show one of the lists, once it is recorded at whose looks the auditor looked."""
    tab, audit = TABS.get(what), _audit(request)
    if tab is None:
        raise Http404
    part = Paginator(tab.rows(audit, request), PER_PAGE).get_page(request.GET.get("page"))
    rows = [tab.row(audit, each) for each in part]
    _recorded(request.actor, people_of(rows), at=now())  # type: ignore[attr-defined]
    names = audit.names()
    shown = {
        "tab": tab, "tabs": TABS.values(), "part": part, "months": months(request), "month": month_of(request),
        "day": day_of(request), "rows": [[_cell(each, name, names) for name, _label in tab.columns] for each in rows],
        "query": f"?{request.GET.urlencode()}" if request.GET else "", "here": tab.slug,
    }  # fmt: skip
    return render(request, "site/pages/audit.html", shown)


@reading
@auditors
def as_csv(request: HttpRequest, what: str) -> HttpResponse:
    """Answer with the whole list as CSV, recorded like the page."""
    tab, audit = TABS.get(what), _audit(request)
    if tab is None:
        raise Http404
    rows, names, text = [tab.row(audit, each) for each in tab.rows(audit, request)], audit.names(), StringIO()
    _recorded(request.actor, people_of(rows), at=now())  # type: ignore[attr-defined]
    table = csv.writer(text)
    table.writerow(["name" if name == "person" else name for name, _label in tab.columns])
    table.writerows([safe(_plain(each[name], names)) for name, _label in tab.columns] for each in rows)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{tab.slug}.csv"'
    return answer


@reading
@auditors
def official(request: HttpRequest, person: UUID) -> HttpResponse:
    """Show the looks of one official in a month: when, in which case, why, at how many people; not at whom."""
    audit, month = _audit(request), month_of(request)
    names = audit.names()
    if person not in names:
        raise Http404
    _recorded(request.actor, {person}, at=now())  # type: ignore[attr-defined]
    looks = audit.by(person, (start_of(month), start_of(next_month(month))))
    part, found = parted(request, looks)
    words = Words.of(found, reader=request.actor)  # type: ignore[attr-defined]
    shown = {
        "name": names[person], "person": person, "part": part, "months": months(request), "month": month,
        "rows": [words.shown(each, numbered=True) for each in found], "total": looks.count(), "here": "audit",
    }  # fmt: skip
    return render(request, "site/pages/audit_official.html", shown)


def _audit(request: HttpRequest) -> Audit:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    held = next(each for each in actor.offices if each.slug in AUDITORS)
    return Audit.of(held.institution, actor.person)


def _recorded(actor: Actor, people: Iterable[UUID], *, at: datetime) -> None:
    """Record whose looks are about to be shown, one row each; raises NotRecorded, and then nothing is shown."""
    held, opened = next(each for each in actor.offices if each.slug in AUDITORS), uuid4()
    keep([
        Row(at, actor.person, held.mandate, person, None, opened, AUDIT, LOOKS, AUDIT)
        for person in sorted(people) if person != actor.person
    ])  # fmt: skip


def _cell(row: dict[str, Any], name: str, names: dict[UUID, str]) -> dict[str, Any]:
    value = row[name]
    if name == "person":
        month = row.get("month") or row.get("at")
        shown = month if not isinstance(month, datetime) else local_date(month)
        return {"name": names.get(value, ""), "person": value, "month": f"{shown:%Y-%m}" if shown else ""}
    kind = (
        "month" if name == "month" else "day" if isinstance(value, date) else "number" if isinstance(value, int) else ""
    )
    return {"kind": kind, "value": value}


def _plain(value: Any, names: dict[UUID, str]) -> Any:
    if isinstance(value, UUID):
        return names.get(value, "")
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
