"""The form of an act in a case, and doing it."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dienests.kernel.cases.verbs import perform
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.refusals import Refusal
from dienests.site.pages import looking
from dienests.site.pages.action_form import ActionForm, Asking
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited

FORBIDDEN = ("right", "stage", "condition", "ballot")


@limited("act", per_hour=400)
@with_form
@signed_in
def page(request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
    """Ask what the act needs, or do it; a form with errors keeps what was typed."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    view = CaseView.of(pk, actor, at=at)
    declared = view.procedure.actions.get(action)
    if declared is None or declared.starts_case or declared.by.name == "system":
        raise Http404
    posted = request.method == "POST"
    asking = Asking(view.procedure, declared, actor, view.case.institution_id, view.case, at)
    form = ActionForm(request.POST if posted else None, asking=asking)
    refusal = None if posted else view.refusal_of(declared)
    if posted and form.is_valid():
        revision = _revision(request)
        try:
            perform(case=view.case, action=action, actor=actor, at=at, fields=form.answers(), revision=revision)
            return _done(pk)
        except Refusal as refused:
            if refused.kind == "absent":
                raise
            if refused.kind == "revision" and _same(view, declared, revision):
                return _done(pk)
            refusal = refused
            form.refuse(refused)
    looking.at_case(view, page="act")
    shown = {"view": view, "action": declared, "form": form, "refusal": refusal}
    return render(request, "site/pages/act.html", shown, status=_status(form, refusal))


def _done(pk: UUID) -> HttpResponse:
    """Go back to the case, to the sentence about what was just recorded; the address alone makes it show."""
    return HttpResponseRedirect(f"{reverse('case', kwargs={'pk': pk})}#done")


def _same(view: CaseView, action: Action, revision: int | None) -> bool:
    """Say whether this form arrived a second time: what followed upon what was seen is this act by this person."""
    done = next((each for each in view.history if each.position == (revision or 0) + 1), None)
    return done is not None and done.mine and done.act == action.name


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _status(form: ActionForm, refusal: Refusal | None) -> int:
    if refusal is not None and refusal.kind == "revision":
        return 409
    if refusal is not None and refusal.kind in FORBIDDEN:
        return 403
    return 422 if form.errors else 200
