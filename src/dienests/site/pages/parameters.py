"""Administration of dated parameters: what the documents leave open, and what the institution set, on which basis."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.terms import parse
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.norms import retention
from dienests.kernel.norms.declared import ParameterError, declared
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.norms.parameters import set_parameter, standing
from dienests.kernel.parties.institution import Institution
from dienests.site.pages.admin_form import AdminForm, acted, back, day
from dienests.site.pages.doors import administered, administrators, reading, with_form

UNITS = [
    ("working_days", _("working days")),
    ("days", _("days")),
    ("months", _("months")),
    ("quarterly", _("once in every quarter")),
]


class TermSetting(AdminForm):
    """How long a term is, from when."""

    unit = forms.ChoiceField(label=_("Counted in"), choices=UNITS, widget=forms.RadioSelect)
    n = forms.IntegerField(
        label=_("How many"),
        required=False,
        min_value=1,
        max_value=1200,
        help_text=_("Leave empty for a term that ends with the quarter."),
    )
    valid_from = day(_("From"), hint=_("Terms that run already keep their day."))

    def clean(self) -> dict[str, Any]:
        """Put the value together as the calendar writes it."""
        data: dict[str, Any] = super().clean() or {}
        unit, n = data.get("unit"), data.get("n")
        if unit and unit != "quarterly" and not n:
            self.add_error("n", _("Say how many."))
        data["value"] = unit if unit == "quarterly" else f"{unit}:{n}"
        return data


class Setting(AdminForm):
    """A number or a text, from when."""

    value = forms.CharField(label=_("Value"), max_length=200)
    valid_from = day(_("From"))


class Period(AdminForm):
    """How long data are kept after their case was closed, from when."""

    years = forms.IntegerField(
        label=_("For how many years"),
        required=False,
        min_value=1,
        max_value=150,
        help_text=_(
            "Counted from the day on which the case was closed. Leave empty for data that are kept permanently."
        ),
    )
    valid_from = day(_("From"))

    def clean(self) -> dict[str, Any]:
        """Put the value together as it is kept."""
        data: dict[str, Any] = super().clean() or {}
        data["value"] = f"months:{data['years'] * 12}" if data.get("years") else retention.PERMANENTLY
        return data


FORMS: dict[str, type[AdminForm]] = {"term": TermSetting, "retention": Period}


@reading
@administrators
def page(request: HttpRequest) -> HttpResponse:
    """Show every parameter that a declaration asks for, set or not."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    rows = [
        {"declared": each.declared, "parameter": each.parameter, "shown": shown(each.parameter, each.declared.kind)}
        for each in standing(institution, local_date(datetime.now(UTC)))
    ]
    return render(request, "site/pages/parameters.html", {"rows": rows})


@with_form
@administrators
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Set a parameter from a day on."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    try:
        asked = declared(slug)
    except ParameterError:
        raise Http404 from None
    form = FORMS.get(asked.kind, Setting)(request.POST or None)

    def act(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        set_parameter(
            institution=institution, slug=slug, value=data["value"], basis=data["basis"],
            valid_from=data["valid_from"], by=by, at=at,
        )  # fmt: skip

    if acted(request, form, act):
        return back("parameters")
    past = Parameter.objects.filter(institution=institution, slug=slug).order_by("-valid_from")
    values = [{"parameter": each, "shown": shown(each, asked.kind)} for each in past]
    how = {"form": form, "asked": asked, "past": values}
    return render(request, "site/pages/parameter.html", how, status=422 if form.errors else 200)


def shown(parameter: Parameter | None, kind: str) -> str:
    """Return a value as people say it: "10 working days" rather than "working_days:10"."""
    if parameter is None:
        return ""
    if kind == "retention":
        return retention.words(parameter.value)
    return str(parse(parameter.value).label()) if kind == "term" else parameter.value
