"""A leaver: the day, and for each office that would fall vacant a successor or a confirmation."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.leaving import Vacancy, leave, vacancies
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.people import colleagues
from dienests.kernel.parties.person import Person
from dienests.site.pages.admin_form import AdminForm, acted, back, day
from dienests.site.pages.doors import administered, administrators, stepped_up, with_form

VACANT = _("Nobody else holds this office. Choose a successor, or confirm below that it stays vacant.")


class Leaving(AdminForm):
    """The first day outside, and what becomes of each office that nobody else holds."""

    on = day(_("First day outside"), hint=_("Mandates, sessions and the account end with the day before it."))

    def __init__(self, data: Any = None, *, left: list[Vacancy], others: Any) -> None:
        super().__init__(data)
        self.left = left
        for vacancy in left:
            office = vacancy.office
            self.fields[f"successor-{office.pk}"] = forms.ModelChoiceField(
                others, required=False, label=_titled(vacancy), empty_label=_("– stays vacant –"),
                help_text=VACANT,
            )  # fmt: skip
        if left:
            self.fields["vacant"] = forms.BooleanField(
                required=False, label=_("The offices without a successor stay vacant; their cases wait.")
            )
        self.order_fields([name for name in self.fields if name not in ("vacant", "basis")])


@with_form
@administrators
@stepped_up
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a person leave."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    today = local_date(datetime.now(UTC))
    person = get_object_or_404(colleagues(institution, today), pk=pk)
    form = _form(request, person, Institution.objects.get(pk=institution), today)

    def act(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        chosen = {each.office.pk: data[f"successor-{each.office.pk}"] for each in form.left}
        leave(
            person=person, institution=institution, on=data["on"], basis=data["basis"], by=by, at=at,
            successors={office: who for office, who in chosen.items() if who is not None},
            vacant=chosen if data.get("vacant") else (),
        )  # fmt: skip

    if acted(request, form, act):
        return back("staff")
    shown = {"form": form, "title": _("A person leaves"), "about": person.name, "up": "staff", "send": _("Enter")}
    return render(request, "site/pages/admin_form.html", shown, status=422 if form.errors else 200)


def _form(request: HttpRequest, person: Person, institution: Institution, today: date) -> Leaving:
    """Return the form with the offices that fall vacant on the day that was given, or today."""
    others = colleagues(institution.pk, today).exclude(pk=person.pk)
    try:
        on = day("").clean(request.POST.get("on")) if request.method == "POST" else today
    except forms.ValidationError:
        on = today
    left = vacancies(person, institution, on)
    return Leaving(request.POST if request.method == "POST" else None, left=left, others=others)


def _titled(vacancy: Vacancy) -> str:
    office, waiting = vacancy.office, vacancy.waiting
    place = f"{office.title}, {office.unit.name}" if office.unit else str(office.title)
    cases = ngettext("%(n)s open case waits", "%(n)s open cases wait", waiting) % {"n": waiting}
    return f"{place[:1].upper()}{place[1:]} ({cases})"
