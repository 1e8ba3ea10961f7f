"""Administration of absences: while a holder is marked absent, the stand-in may act."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.absence import Absence
from dienests.kernel.parties.absences import mark_absent, return_from_absence
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.people import colleagues
from dienests.kernel.parties.person import Person
from dienests.site.pages.admin_form import AdminForm, acted, back, day
from dienests.site.pages.doors import administered, administrators, stepped_up, with_form

SHOWN = 200


class Marking(AdminForm):
    """Who is absent from when to when."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who is absent"), empty_label=_("– choose –"))
    valid_from = day(_("From"))
    valid_to = day(_("Day of return"), required=False, hint=_("Leave empty while it is not known."))

    def __init__(self, data: Any = None, *, institution: int, on: date) -> None:
        super().__init__(data)
        self.fields["person"].queryset = colleagues(institution, on)  # type: ignore[attr-defined]


class Returning(AdminForm):
    """When a person returned."""

    on = day(_("Day of return"))


@with_form
@administrators
@stepped_up
def page(request: HttpRequest) -> HttpResponse:
    """Show absences, newest first, and mark a person absent."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    today = local_date(datetime.now(UTC))
    form = Marking(request.POST or None, institution=institution, on=today)
    if acted(request, form, _mark):
        return back("absences")
    found = Absence.objects.filter(institution=institution).select_related("person").order_by("-valid_from", "pk")
    shown = {"form": form, "absences": found[:SHOWN], "today": today}
    return render(request, "site/pages/absences.html", shown, status=422 if form.errors else 200)


@with_form
@administrators
@stepped_up
def return_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter the return of a person."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=pk, institution=institution)
    form = Returning(request.POST or None)

    def returned(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        return_from_absence(absence=absence, on=data["on"], basis=data["basis"], by=by, at=at)

    if acted(request, form, returned):
        return back("absences")
    shown = {
        "form": form,
        "title": _("Return from absence"),
        "about": absence.person.name,
        "up": "absences",
        "send": _("Enter the return"),
    }
    return render(request, "site/pages/admin_form.html", shown, status=422 if form.errors else 200)


def _mark(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
    mark_absent(institution=institution, at=at, by=by, **data)
