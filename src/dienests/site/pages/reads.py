"""Who looked at my data, and what I looked at: every read in plain words; of an open case about oneself, later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.who_looked import Looked, reads_by, reads_of, told
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.exclusion import secret_from
from dienests.kernel.cases.sight import visible
from dienests.kernel.handling.readers import MESSAGE, NOTE, STATEMENT
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.registry import declared, find
from dienests.site.pages.doors import reading, signed_in
from dienests.site.pages.looking import LETTER, LIST, NAME

PER_PAGE = 50
PAGES: dict[str, Label] = {
    "case": _("page of the case"),
    "act": _("form of an act"),
    "print": _("case on paper"),
    "letter": _("letter"),
    "receipt": _("receipt"),
    "desk": _("list of cases"),
    "people-search": _("search of people"),
    "representation": _("rights to represent"),
    "representations": _("rights to represent"),
    "api-case": _("another program: case"),
    "api-letter": _("another program: letter"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One read as it is shown; `number` and `case` are empty for a case that this person has no access to."""

    at: datetime
    office: str
    institution: str
    number: str
    case: UUID | None
    why: Label
    page: Label
    kinds: str
    searched: bool
    without: bool


@reading
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show who looked at the data of the person who has signed in, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    # Who reads a report on somebody must not tell that person of it while it is examined.
    shown = reads_of(actor.person).exclude(case__in=secret_from(actor.person))
    return _list(request, shown, here="reads")


@reading
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """Show what the person who has signed in looked at; whose data it was is not repeated here."""
    actor = request.actor  # type: ignore[attr-defined]
    return _list(request, reads_by(actor.person), here="own-reads")


def _list(request: HttpRequest, events: QuerySet[ReadEvent], *, here: str) -> HttpResponse:
    part = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"part": part, "rows": _rows(part, request.actor), "here": here}  # type: ignore[attr-defined]
    return render(request, "site/pages/reads.html", shown)


def _rows(events: Iterable[ReadEvent], actor: Actor) -> list[Row]:
    found, kinds = told(events), _kinds()
    keys = {each.case for each in found if each.case is not None}
    cases = Case.objects.in_bulk(keys)
    # A number in the register tells of a case: to those who may see that case.
    open_to_me = set(visible(actor, among=keys).values_list("pk", flat=True)) if keys else set()
    return [_row(each, cases.get(each.case) if each.case else None, open_to_me, kinds) for each in found]


def _row(read: Looked, case: Case | None, open_to_me: set[Any], kinds: dict[str, Label]) -> Row:
    mine = case is not None and case.pk in open_to_me
    return Row(
        at=read.at,
        office=read.office,
        institution=read.institution,
        number=case.number if case and mine else "",
        case=case.pk if case and mine else None,
        why=_why(read, case),
        page=PAGES.get(read.page, read.page),
        kinds=", ".join(str(kinds.get(slug, slug)) for slug in read.categories),
        searched=read.page == "people-search",
        without=read.case is None,
    )


def _why(read: Looked, case: Case | None) -> Label:
    """Return the reason: the stated purpose of a search, or the role in the case."""
    if read.purpose in PAGES and read.case is None:
        return _("to see who may act for whom")
    if read.purpose == LIST:
        return _("to find a case in a list")
    if case is None:
        return read.purpose
    role = find(case.procedure, case.version).roles.get(read.purpose)
    return capfirst(str(role.label)) if role else read.purpose


def _kinds() -> dict[str, Label]:
    """Return the words for every kind of data that a procedure declares."""
    found: dict[str, Label] = {
        NAME: _("name"), LETTER: _("letter"), NOTE: _("internal note"), MESSAGE: _("message"),
        STATEMENT: _("addition"),
    }  # fmt: skip
    for procedure in declared():
        fields = (getattr(field, "datum", None) for field in procedure.record._meta.concrete_fields)
        identities = (role.identity for role in procedure.roles.values())
        for category in [*(datum.category for datum in fields if datum), *identities]:
            if category is not None:
                found[category.slug] = category.label
    return found
