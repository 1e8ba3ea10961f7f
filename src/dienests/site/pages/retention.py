"""What falls due to be erased: the list of the office in charge, and its figures for whoever leads the institution."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.retention import due, pending
from dienests.kernel.retention.charged import OFFICE
from dienests.kernel.retention.erasing import erase_each
from dienests.kernel.retention.periods import Period, labels
from dienests.site.pages.action_form import submission_of
from dienests.site.pages.days import now
from dienests.site.pages.doors import signed_in, with_form

AT_ONCE = 100  # cases of one page, and of one request


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the list, its kinds of data in words."""

    due: due.DueCase
    kinds: list[tuple[Any, Period]]


def charge(actor: Actor) -> tuple[int, bool]:
    """Return the institution whose list a person may see, and whether the person erases there.

    Raises PermissionDenied.
    """
    held = next((each for each in actor.offices if each.slug == OFFICE), None)
    leads = next((each for each in actor.offices if each.leads and each.unit is None), None)
    if held is None and leads is None:
        raise PermissionDenied(
            _("What falls due to be erased is seen by the data protection officer and by whoever leads.")
        )
    return (held or leads).institution, held is not None  # type: ignore[union-attr]


def due_count(actor: Actor) -> int:
    """Return of how many cases data are due where a person is in charge of erasing; no query for everybody else."""
    held = next((each for each in actor.offices if each.slug == OFFICE), None)
    return due.cases(held.institution, local_date(now()), person=actor.person).count() if held else 0


@with_form
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show what is due; sent, ask to confirm what was chosen; confirmed, erase it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    institution, erases = charge(actor)
    if request.method == "POST" and erases:
        return _sent(request, actor, institution)
    return _list(request, actor, institution, erases=erases)


def _list(
    request: HttpRequest, actor: Actor, institution: int, *, erases: bool, refused: list[dict[str, Any]] | None = None,
    nothing: bool = False,
) -> HttpResponse:  # fmt: skip
    at = now()
    number = request.GET.get("number", "").strip()[:40]
    found = _numbered(actor, institution, number) if erases and number else None
    if found is not None:
        return HttpResponseRedirect(reverse("retention-case", kwargs={"pk": found.pk}))
    part, rows = None, []
    if erases:
        part = _part(actor, institution, at, request.GET.get("page"))
        rows = _rows(part.object_list, institution, at)
    shown = {
        "figures": due.figures(institution, at, person=actor.person), "part": part, "rows": rows, "erases": erases,
        "number": number, "refused": refused or [], "nothing": nothing, "submission": uuid4(),
        "unset": _unset(institution, at),
        "pending": len(pending.pending()) if erases else 0,
    }  # fmt: skip
    return render(request, "site/pages/retention.html", shown, status=422 if nothing or refused else 200)


def _sent(request: HttpRequest, actor: Actor, institution: int) -> HttpResponse:
    at, submission = now(), submission_of(request.POST)
    chosen = [key for text in request.POST.getlist("case")[:AT_ONCE] if (key := _uuid(text))]
    mine = due.cases(institution, local_date(at), person=actor.person).filter(pk__in=chosen)
    if request.POST.get("confirmed") != "1":
        rows = _rows(mine, institution, at)
        if not rows:
            return _list(request, actor, institution, erases=True, nothing=True)
        return render(request, "site/pages/retention_confirm.html", {"rows": rows, "submission": submission})
    numbers = dict(mine.values_list("pk", "number"))
    refused: list[dict[str, Any]] = []
    erase_each(
        cases=list(numbers), actor=actor, at=at, submission=submission,
        refused=lambda pk, refusal: refused.append(_refusal(pk, numbers[pk], refusal)),
    )  # fmt: skip
    if refused:
        return _list(request, actor, institution, erases=True, refused=refused)
    return HttpResponseRedirect(f"{reverse('retention')}#done")


def _refusal(pk: UUID, number: str, refusal: Refusal) -> dict[str, Any]:
    return {"pk": pk, "number": number, "refusal": refusal}


def _part(actor: Actor, institution: int, at: datetime, asked: str | None) -> Page[Case]:
    listed = due.cases(institution, local_date(at), person=actor.person)
    return Paginator(listed, AT_ONCE).get_page(asked)


def _rows(cases: Any, institution: int, at: datetime) -> list[Row]:
    named = labels()
    found = due.described(cases, institution, local_date(at))
    return [Row(each, [(named.get(kind.kind, kind.kind), kind) for kind in each.kinds]) for each in found]


def _unset(institution: int, at: datetime) -> list[dict[str, Any]]:
    """Return the kinds of data without a period, by procedure."""
    named, found = labels(), due.unset(institution, local_date(at))
    procedures = list(dict.fromkeys(procedure for procedure, _kind in found))
    return [
        {"title": each.title, "kinds": [named.get(kind, kind) for procedure, kind in found if procedure is each]}
        for each in procedures
    ]


def _numbered(actor: Actor, institution: int, number: str) -> Case | None:
    from dienests.site.pages.retention_case import seen  # noqa: PLC0415 - each leads to the other

    found = Case.objects.filter(institution=institution, number__iexact=number).first()
    return found if found is not None and seen(actor, found) else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
