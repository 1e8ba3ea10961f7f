"""The form of an act in a case, and doing it."""

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.verbs import perform
from dienests.kernel.procedures.refusals import Refusal
from dienests.site.pages.action_form import ActionForm
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import signed_in, with_form


@with_form
@signed_in
def page(request: HttpRequest, pk: str, action: str) -> HttpResponse:
    """Ask what the act needs, or do it; a form with errors keeps what was typed."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    case = get_object_or_404(visible(actor).select_related("opener", "institution"), pk=pk)
    view = CaseView.of(case, actor, at=at)
    declared = view.procedure.actions.get(action)
    if declared is None or declared.starts_case:
        raise Http404
    how = {
        "procedure": view.procedure,
        "action": declared,
        "actor": actor,
        "institution": case.institution_id,
        "on": local_date(at),
    }
    form = ActionForm(request.POST if request.method == "POST" else None, **how)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            perform(case=case, action=action, actor=actor, at=at, fields=form.answers(), revision=_revision(request))
            return redirect("case", pk=pk)
        except Refusal as refused:
            refusal = refused
            form.refuse(refused)
    elif request.method != "POST":
        refusal = next((each.refusal for each in view.todo if each.action is declared), None)
    shown: dict[str, Any] = {"view": view, "action": declared, "form": form, "refusal": refusal}
    return render(request, "site/pages/act.html", shown, status=_status(request, form, refusal))


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _status(request: HttpRequest, form: ActionForm, refusal: Refusal | None) -> int:
    if refusal is not None and refusal.kind == "revision":
        return 409
    if refusal is not None and refusal.kind in ("right", "stage", "condition"):
        return 403
    return 422 if request.method == "POST" and form.errors else 200
