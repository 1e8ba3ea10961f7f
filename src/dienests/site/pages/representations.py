"""Administration of representation: who may act for whom, recorded on proof, ended, and objections settled."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.reads import Row, keep
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.joint_rights import settle_objection
from dienests.kernel.parties.representation import Objection, Representation
from dienests.kernel.parties.representing import end_representation
from dienests.site.pages.admin_form import AdminForm, acted, back, day
from dienests.site.pages.days import now
from dienests.site.pages.doors import administered, administrators, reading, stepped_up, with_form
from dienests.site.pages.looking import NAME
from dienests.site.pages.representation import right
from dienests.site.pages.right_form import Recording, record

PER_PAGE = 50
PAGE = "representations"


class Ending(AdminForm):
    """When a right ends."""

    valid_to = day(_("Ends on"), hint=_("The first day without the right."))


class Settling(AdminForm):
    """How an objection was settled."""

    outcome = forms.CharField(
        label=_("What was agreed or decided"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


@reading
@administrators
def page(request: HttpRequest) -> HttpResponse:
    """Show the rights that are in force, the newest first; whose names are shown is recorded."""
    institution, mandate = administered(request.actor)  # type: ignore[attr-defined]
    at = now()
    found = Representation.objects.in_force(local_date(at)).filter(institution=institution)
    found = found.select_related("person", "organisation", "representative", "office").order_by("-valid_from", "pk")
    part = Paginator(found.prefetch_related("objections", "consents"), PER_PAGE).get_page(request.GET.get("page"))
    _look(request, part, mandate, at=at)
    return render(request, "site/pages/representations.html", {"part": part, "rows": [right(each) for each in part]})


@with_form
@administrators
@stepped_up
def record_page(request: HttpRequest) -> HttpResponse:
    """Record a right on proof."""
    form = Recording(request.POST or None)
    if acted(request, form, record):
        return back(PAGE)
    return _form(request, form, title=_("Record a right to represent"), send=_("Record"))


@with_form
@administrators
@stepped_up
def end_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a right."""
    found, form = _found(request, pk), Ending(request.POST or None)

    def end(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        end_representation(representation=found, valid_to=data["valid_to"], basis=data["basis"], by=by, at=at)

    if acted(request, form, end):
        return back(PAGE)
    return _form(request, form, title=_("End a right to represent"), send=_("End"), about=found.subject_name)


@with_form
@administrators
@stepped_up
def settle_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Settle the open objection of a representative."""
    found, form = _found(request, pk), Settling(request.POST or None)
    objection = get_object_or_404(Objection, representation=found, settled_on=None)

    def settle(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        settle_objection(
            objection=objection, on=local_date(at), outcome=data["outcome"], basis=data["basis"], by=by, at=at
        )

    if acted(request, form, settle):
        return back(PAGE)
    return _form(request, form, title=_("Settle an objection"), send=_("Settle"), about=objection.reasons)


def _found(request: HttpRequest, pk: UUID) -> Representation:
    """Return a right whose form is about to be shown: it names the person represented, so the look is recorded."""
    institution, mandate = administered(request.actor)  # type: ignore[attr-defined]
    rights = Representation.objects.select_related("person", "organisation")
    found = get_object_or_404(rights, pk=pk, institution=institution)
    _look(request, [found], mandate, at=now())
    return found


def _look(request: HttpRequest, rights: Iterable[Representation], mandate: UUID, *, at: datetime) -> None:
    people = {key for each in rights for key in (each.person_id, each.representative_id) if key is not None}
    reader, search = request.actor.person, uuid4()  # type: ignore[attr-defined]
    keep([
        Row(at, reader, mandate, each, None, search, PAGE, NAME, PAGE) for each in sorted(people, key=str)
        if each != reader
    ])  # fmt: skip


def _form(request: HttpRequest, form: AdminForm, *, title: Any, send: Any, about: str = "") -> HttpResponse:
    shown = {"form": form, "title": title, "about": about, "up": PAGE, "send": send}
    return render(request, "site/pages/admin_form.html", shown, status=422 if form.errors else 200)
