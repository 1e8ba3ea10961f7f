"""What is behind a value of an indicator, measuring again, setting a target, entering a value from a document."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.sight import visible
from dienests.kernel.indicators.declaration import Indicator
from dienests.kernel.indicators.facts import digest
from dienests.kernel.indicators.measuring import enter, facts_of, measure, quarter_of
from dienests.kernel.indicators.numbers import IndicatorRefusal
from dienests.kernel.indicators.series import Point, series
from dienests.kernel.indicators.states import is_known
from dienests.kernel.indicators.targets import set_target
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.institution import Institution
from dienests.site.pages.admin_form import day
from dienests.site.pages.days import now
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.indicators import indicator_of, leads, where

MOST_CASES = 200


class Again(forms.Form):
    """Nothing is asked: the button measures again."""


@with_form
@signed_in
def behind(request: HttpRequest, slug: str, begins: str) -> HttpResponse:
    """List the cases behind a value, as far as the reader may see them; measure again, and tell a difference."""
    here, _institutions, reader = where(request)
    found, point = _point(slug, begins, here, reader)
    if reader is None or reader.institution != here.pk or found.entered or not is_known(found, reader):
        raise Http404
    if request.method == "POST":
        held = next(each for each in reader.offices if each.institution == here.pk)
        by = ActorRef(mandate=held.mandate)
        measure(institution=here, indicator=found, begins=point.begins, at=now(), by=by)
        return HttpResponseRedirect(f"{request.path}#done")
    facts = facts_of(found, here.pk, point.begins, point.ends)
    seen = {case.pk: case for case in visible(reader, among={each.case for each in facts})} if facts else {}
    rows = [{"case": seen[each.case], "value": each.value} for each in facts if each.case in seen][:MOST_CASES]
    shown = {
        "indicator": found, "point": point, "rows": rows, "others": len(facts) - len(rows),
        "differs": digest(facts) != point.measurement.facts, "fresh": found.reckoned(facts), "form": Again(),
    }  # fmt: skip
    return render(request, "site/pages/indicator_cases.html", shown)


def _point(slug: str, begins: str, here: Institution, reader: Actor | None) -> tuple[Indicator, Point]:
    found = indicator_of(slug)
    point = next((each for each in series(found, here.pk, reader=reader) if each.begins.isoformat() == begins), None)
    if point is None:
        raise Http404
    return found, point


class Aim(forms.Form):
    """What is aimed at, from when, on which basis."""

    use_required_attribute = False
    value = forms.CharField(label=gettext_lazy("Target"), max_length=20)
    valid_from = day(gettext_lazy("From"))
    basis = forms.CharField(label=gettext_lazy("Basis"), max_length=300)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")


class Entry(forms.Form):
    """A value that a document tells."""

    use_required_attribute = False
    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"))
    value = forms.CharField(label=gettext_lazy("Value"), max_length=20)
    words = forms.CharField(label=gettext_lazy("Document that tells it"), max_length=300)

    def __init__(self, data: Any = None, *, on: date) -> None:
        super().__init__(data, auto_id="%s")
        begins, past = quarter_of(on)[0], []
        for _number in range(4):
            begins = quarter_of(date.fromordinal(begins.toordinal() - 1))[0]
            past.append((begins.isoformat(), f"{begins.year}/{(begins.month + 2) // 3}"))
        self.fields["quarter"].choices = past  # type: ignore[attr-defined]


@with_form
@signed_in
def target_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the head of the institution set a target."""
    here, _institutions, reader = where(request)
    found, form = indicator_of(slug), Aim(request.POST or None)
    mandate = leads(reader, here)
    if mandate is None:
        raise PermissionDenied(_("Targets are set by the head of the institution."))

    def act(given: dict[str, Any]) -> None:
        set_target(institution=here, indicator=found, by=mandate, at=now(), **given)

    return _filled(request, found, form, act, title=_("Set a target"))


@with_form
@signed_in
def enter_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the office that an indicator names enter a value from a document."""
    here, _institutions, reader = where(request)
    found, form = indicator_of(slug), Entry(request.POST or None, on=local_date(now()))
    if reader is None or not found.entered or reader.holds(found.office, here.pk) is None:
        raise PermissionDenied(_("Only the office that this indicator names enters its value; ask its holder."))

    def act(given: dict[str, Any]) -> None:
        begins = date.fromisoformat(given.pop("quarter"))
        enter(institution=here, indicator=found, begins=begins, actor=reader, at=now(), **given)

    return _filled(request, found, form, act, title=_("Enter a value"))


def _filled(request: HttpRequest, found: Indicator, form: forms.Form, act: Any, *, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(dict(form.cleaned_data))
            return HttpResponseRedirect(reverse("indicator", kwargs={"slug": found.slug}))
        except IndicatorRefusal as refused:
            form.add_error(None, str(refused))
    shown = {"form": form, "title": title, "about": str(found.label), "up": "indicators", "send": title}
    return render(request, "site/pages/admin_form.html", shown, status=422 if form.errors else 200)
