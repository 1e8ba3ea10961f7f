"""Administration of offices: who holds which, appointing, ending a mandate."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.appointments import appoint, end_mandate
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.people import colleagues
from dienests.kernel.parties.person import Person
from dienests.site.pages.admin_form import AdminForm, acted, back, day
from dienests.site.pages.doors import administered, administrators, reading, stepped_up, with_form


class Appointment(AdminForm):
    """Whom to appoint to which office, from when."""

    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"), empty_label=_("– choose –"))
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), empty_label=_("– choose –"))
    valid_from = day(_("From"))
    valid_to = day(
        _("To"), required=False, hint=_("The first day without the office; leave empty while it is not known.")
    )

    def __init__(self, data: Any = None, *, institution: int, on: date) -> None:
        super().__init__(data)
        offices = Office.objects.filter(institution=institution).select_related("unit").order_by("unit__slug", "slug")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["person"].queryset = colleagues(institution, on)  # type: ignore[attr-defined]


class Ending(AdminForm):
    """When a mandate ends."""

    valid_to = day(_("Ends on"), hint=_("The first day without the office."))


@reading
@administrators
def page(request: HttpRequest) -> HttpResponse:
    """Show all offices with their holders on this day."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    today = local_date(datetime.now(UTC))
    holders = Mandate.objects.in_force(today).select_related("person")
    by_office: dict[int, list[Mandate]] = {}
    for mandate in holders.filter(office__institution=institution).order_by("person__sort_key"):
        by_office.setdefault(mandate.office_id, []).append(mandate)
    offices = Office.objects.filter(institution=institution).select_related("unit").order_by("unit__slug", "slug")
    rows = [{"office": each, "mandates": by_office.get(each.pk, [])} for each in offices]
    return render(request, "site/pages/offices.html", {"rows": rows})


@with_form
@administrators
@stepped_up
def appoint_page(request: HttpRequest) -> HttpResponse:
    """Appoint a person to an office."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    form = Appointment(request.POST or None, institution=institution, on=local_date(datetime.now(UTC)))
    if acted(request, form, _appoint):
        return back("administration")
    shown = {"form": form, "title": _("Appoint to an office"), "up": "administration", "send": _("Appoint")}
    return render(request, "site/pages/admin_form.html", shown, status=422 if form.errors else 200)


@with_form
@administrators
@stepped_up
def end_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a mandate."""
    institution, _own = administered(request.actor)  # type: ignore[attr-defined]
    mandate = get_object_or_404(
        Mandate.objects.select_related("office", "person"), pk=pk, office__institution=institution
    )
    form = Ending(request.POST or None)

    def end(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        end_mandate(mandate=mandate, valid_to=data["valid_to"], basis=data["basis"], by=by, at=at)

    if acted(request, form, end):
        return back("administration")
    about = f"{mandate.person.name}, {mandate.office.title}"
    shown = {"form": form, "title": _("End a mandate"), "about": about, "up": "administration", "send": _("End")}
    return render(request, "site/pages/admin_form.html", shown, status=422 if form.errors else 200)


def _appoint(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
    appoint(
        office=data["office"], person=data["person"], valid_from=data["valid_from"], valid_to=data["valid_to"],
        order_number=data["basis"], by=by, at=at,
    )  # fmt: skip
