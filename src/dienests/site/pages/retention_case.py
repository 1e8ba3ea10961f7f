"""Keeping and erasing in one case: each kind of data with its period, erasing, placing and lifting a hold."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find
from dienests.kernel.retention import charged, holds, wiping
from dienests.kernel.retention.erasing import erase
from dienests.kernel.retention.erasure import Erasure
from dienests.kernel.retention.hold import Hold
from dienests.kernel.retention.periods import labels, period, set_periods
from dienests.site.pages.action_form import submission_of
from dienests.site.pages.days import now
from dienests.site.pages.doors import signed_in, with_form

STATUS = {"right": 403, "stage": 409, "effects": 409, "hold": 409}


class Erasing(forms.Form):
    """What is to be erased, and on which decision where its time has not come."""

    use_required_attribute = False
    kinds = forms.MultipleChoiceField(
        label=_("What is to be erased"), widget=forms.CheckboxSelectMultiple, required=False
    )  # fmt: skip
    decision = forms.CharField(
        label=_("Number of the granted request"), required=False, max_length=40,
        help_text=_("Only for data whose period is not over. Who granted the request does not carry it out."),
    )  # fmt: skip

    def __init__(self, data: Any, choices: list[tuple[str, Any]]) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]


class Holding(forms.Form):
    """On which basis a hold is placed or lifted."""

    use_required_attribute = False
    basis = forms.CharField(
        label=_("Basis"), required=False, max_length=charged.LONGEST,
        help_text=_("An order or a paragraph. It stands in the log for ever: name no private person."),
    )  # fmt: skip


@with_form
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how long each kind of data of a case is kept; erase, place or lift a hold."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = Case.objects.select_related("institution").filter(pk=pk).first()
    if case is None or not seen(actor, case):
        raise Http404
    doing, refusal = request.POST.get("do", ""), None
    kinds = _kinds(case)
    choices = [(each["slug"], each["label"]) for each in kinds if each["erased"] is None]
    erasing = Erasing(request.POST if doing == "erase" else None, choices)
    holding = Holding(request.POST if doing in ("place", "lift") else None)
    form = erasing if doing == "erase" else holding
    if request.method == "POST" and doing in ("erase", "place", "lift") and form.is_valid():
        try:
            _do(doing, case, actor, form, submission_of(request.POST))
            return HttpResponseRedirect(f"{reverse('retention-case', kwargs={'pk': pk})}#done")
        except Refusal as refused:
            if refused.kind == "absent":
                raise Http404 from None
            refusal = refused
            named = [name for name in refused.fields if name in form.fields]
            for name in named or (None,):
                form.add_error(name, str(refused.message))
    shown = {
        "case": case, "procedure": find(case.procedure, case.version), "kinds": kinds, "erasing": erasing,
        "holding": holding, "form": form, "refusal": refusal, "submission": uuid4(),
        "holds": list(Hold.objects.filter(case=case).order_by("placed_at")), "hold": holds.standing(case),
        "choices": choices,
    }  # fmt: skip
    status = STATUS.get(refusal.kind, 422) if refusal else 422 if form.errors else 200
    return render(request, "site/pages/retention_case.html", shown, status=status)


def seen(actor: Actor, case: Case) -> bool:
    """Say whether a person decides on erasing in a case: nobody in an own matter, nor whom it is about."""
    try:
        charged.office(actor, case, find(case.procedure, case.version))
    except Refusal:
        return False
    return True


def _do(doing: str, case: Case, actor: Actor, form: forms.Form, submission: UUID) -> None:
    common: dict[str, Any] = {"case": case.pk, "actor": actor, "at": now(), "submission": submission}
    if doing == "erase":
        erase(kinds=form.cleaned_data["kinds"], decision=form.cleaned_data["decision"], **common)
    else:
        {"place": holds.place, "lift": holds.lift}[doing](basis=form.cleaned_data["basis"], **common)


def _kinds(case: Case) -> list[dict[str, Any]]:
    """Return each kind of data of a case: its period and its end, or when it was erased; two queries."""
    on = local_date(now())
    found, procedure, named = set_periods(case.institution_id, on), find(case.procedure, case.version), labels()
    gone = dict(Erasure.objects.filter(case=case).values_list("slug", "at"))
    rows = []
    for slug in wiping.kinds(procedure):
        each = period(found, procedure, case.stage, slug)
        end = each.ends(local_date(case.closed_at)) if each and case.closed_at else None
        rows.append({
            "slug": slug, "label": named.get(slug, slug), "period": each, "end": end, "erased": gone.get(slug),
            "due": _is_due(end, on),
        })  # fmt: skip
    return rows


def _is_due(end: date | None, on: date) -> bool:
    return end is not None and end <= on
