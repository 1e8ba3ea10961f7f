"""Where a case stands, for whoever has its number and its code: stage, term, what comes next; never what or who."""

from datetime import UTC, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.case import Case
from dienests.kernel.handling import status_codes
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Group
from dienests.kernel.procedures.stages import Stage
from dienests.site.pages.doors import with_form
from dienests.site.pages.limits import limited

WRONG = _("Number and code do not belong together; check both. The code stands on the receipt.")


class StatusForm(forms.Form):
    """Number and code."""

    use_required_attribute = False
    number = forms.CharField(label=_("Number of the case"), max_length=40, required=False)
    code = forms.CharField(label=_("Code"), max_length=80, required=False)


@limited("status", per_hour=120, burst=40)
@with_form
def page(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, and show the state; the answer to a wrong number and to a wrong code is the same."""
    form = StatusForm(request.POST if request.method == "POST" else None, auto_id="%s")
    found = None
    if form.is_bound and form.is_valid():
        found = status_codes.found(number=form.cleaned_data["number"], code=form.cleaned_data["code"])
        if found is None:
            form.add_error(None, str(WRONG))
    shown = {"form": form, "state": _state(found) if found else None, "at": datetime.now(UTC)}
    response = render(request, "site/pages/status.html", shown, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _state(case: Case) -> dict[str, object]:
    procedure = find(case.procedure, case.version)
    stage = procedure.stages[case.stage]
    acts = [] if case.closed_at else _next(procedure, stage)
    awaited = stage.awaits or next((act.by for act in acts), None)
    role = awaited.recorded_by if isinstance(awaited, Group) else awaited
    return {"case": case, "procedure": procedure, "stage": stage, "acts": acts, "who": role.label if role else ""}


def _next(procedure: type[Procedure], stage: Stage) -> list[Action]:
    """Return every act of the stage, whatever the matter allows: what the matter is must not be told."""
    return [act for act in procedure.actions.values() if not act.starts_case and act.leaves(stage)]
