"""Administration of dated parameters: what the documents leave open, and what the institution set, on which basis."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.norms import retention
from dienests.kernel.norms.declared import Declared, ParameterError, declared
from dienests.kernel.norms.delay import CASE_CLOSED
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.norms.parameters import standing
from dienests.kernel.norms.proposal import Proposal
from dienests.kernel.norms.proposing import propose, waiting
from dienests.kernel.parties.institution import Institution
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.registry import newest
from dienests.site.pages.admin_form import AdminForm, acted, back, day
from dienests.site.pages.doors import administered, administrators, reading, stepped_up, with_form

UNSET = "unset"
UNITS = [
    ("working_days", _("working days")),
    ("days", _("days")),
    ("months", _("months")),
    ("quarterly", _("once in every quarter")),
    (UNSET, _("no value from that day on")),
]
DELAYS = [(CASE_CLOSED, _("until the case is closed")), *UNITS[1:3], UNITS[-1]]
WITHOUT_NUMBER = ("quarterly", UNSET)


class Proposed(AdminForm):
    """What every proposal says of its source."""

    unconfirmed = forms.BooleanField(
        label=_("The source was not seen and checked"), required=False,
        help_text=_("The value is then marked as unconfirmed wherever it is shown."),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.order_fields([name for name in self.fields if name not in ("basis", "unconfirmed")])


class TermSetting(Proposed):
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
        if unit and unit not in WITHOUT_NUMBER and not n:
            self.add_error("n", _("Say how many."))
        data["value"] = "" if unit == UNSET else unit if unit == "quarterly" else f"{unit}:{n}"
        return data


class Choosing(Proposed):
    """One of the values that a declaration knows, from when."""

    value = forms.ChoiceField(label=_("Value"), required=False)
    valid_from = day(_("From"))

    def __init__(self, data: Any = None, *, asked: Declared) -> None:
        super().__init__(data)
        self.fields["value"].choices = [("", _("no value from that day on")), *(asked.options or list)()]  # type: ignore[attr-defined]


class Setting(Proposed):
    """A number or a text, from when."""

    value = forms.CharField(
        label=_("Value"), max_length=200, required=False,
        help_text=_("Leave empty to propose that there is no value from that day on."),
    )  # fmt: skip
    valid_from = day(_("From"))


class Period(Proposed):
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


class Delaying(Proposed):
    """How long a look waits before the person concerned is told of it, from when."""

    unit = forms.ChoiceField(label=_("Until when"), choices=DELAYS, widget=forms.RadioSelect)
    n = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=1200)
    valid_from = day(_("From"), hint=_("Today or later: what was shown is not hidden again."))

    def clean(self) -> dict[str, Any]:
        """Put the value together as it is kept."""
        data: dict[str, Any] = super().clean() or {}
        unit, n = data.get("unit"), data.get("n")
        if unit in ("days", "months") and not n:
            self.add_error("n", _("Say how many."))
        data["value"] = "" if unit == UNSET else unit if unit == CASE_CLOSED else f"{unit}:{n}"
        return data


FORMS: dict[str, type[AdminForm]] = {"term": TermSetting, "retention": Period, "delay": Delaying}


@reading
@administrators
def page(request: HttpRequest) -> HttpResponse:
    """Show every parameter that a declaration asks for, set or not."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    proposed = {each.slug: each for each in waiting(institution)}
    rows: list[dict[str, Any]] = [
        {
            "declared": each.declared, "parameter": each.parameter, "shown": shown(each.parameter, each.declared),
            "proposal": proposed.get(each.declared.slug), "procedure": _procedure(each.declared.slug),
        }
        for each in standing(institution, local_date(datetime.now(UTC)))
    ]  # fmt: skip
    # What only narrows another parameter is no gap: unset, it is offered below the list.
    narrower = [row for row in rows if row["declared"].optional and not (row["parameter"] or row["proposal"])]
    listed = [row for row in rows if row not in narrower]
    return render(request, "site/pages/parameters.html", {"rows": listed, "narrower": narrower})


def _procedure(slug: str) -> Label:
    """Return the title of the procedure whose term a parameter sets; several call their terms alike."""
    found = newest().get(slug.partition(".")[0])
    return found.title if found else ""


@with_form
@administrators
@stepped_up
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a value of a parameter from a day on; another official decides."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    try:
        asked = declared(slug)
    except ParameterError:
        raise Http404 from None
    form = _form(asked, request.POST or None)

    def act(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        propose(
            institution=institution, slug=slug, value=data["value"], basis=data["basis"],
            valid_from=data["valid_from"], confirmed=not data["unconfirmed"], by=by, at=at,
        )  # fmt: skip

    if acted(request, form, act):
        return back("parameters")
    past = Parameter.objects.filter(institution=institution, slug=slug).order_by("-valid_from")
    values = [{"parameter": each, "shown": shown(each, asked)} for each in past]
    steps = Proposal.objects.filter(institution=institution, slug=slug).select_related("proposed_by", "decided_by")
    how = {"form": form, "asked": asked, "past": values, "proposals": steps.order_by("-proposed_at")}
    return render(request, "site/pages/parameter.html", how, status=422 if form.errors else 200)


def _form(asked: Declared, data: Any) -> AdminForm:
    if asked.options is not None:
        return Choosing(data, asked=asked)
    return FORMS.get(asked.kind, Setting)(data)


def shown(parameter: Parameter | Proposal | None, asked: Declared) -> str:
    """Return a value as people say it: "10 working days" rather than "working_days:10"."""
    return asked.words(parameter.value) if parameter and parameter.value else ""
