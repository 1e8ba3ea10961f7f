"""The form of an act in a case, and doing it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from dienests.kernel.cases.answers import stand
from dienests.kernel.cases.verbs import perform
from dienests.kernel.drafts import drafts
from dienests.kernel.drafts.drafts import Opened
from dienests.kernel.letters.approval import approval
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.refusals import Refusal
from dienests.site.pages import keeping, looking
from dienests.site.pages.action_form import ActionForm, Asking, submission_of
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited

FORBIDDEN = ("right", "stage", "condition", "ballot")


@limited("act", per_hour=400)
@with_form
@signed_in
def page(request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
    """Ask what the act needs, or do it; a form with errors keeps what was typed."""
    acting = _acting(request, pk, action)
    if acting.approved_first:
        return redirect("draft-letter", pk=pk, action=action)
    posted, submission = request.method == "POST", submission_of(request.POST)
    form = acting.form(request.POST if posted else None)
    before = keeping.sent_before(request, submission)
    if before is None and keeping.wanted(request):
        before = keeping.kept(request, form, submission=submission, place=acting.place, at=acting.view.at)
    if before is not None:
        return before
    refusal = None if posted else acting.view.refusal_of(acting.action)
    if posted and form.is_valid():
        revision = _revision(request)
        try:
            return acting.done(form, submission, revision)
        except Refusal as refused:
            if refused.kind == "absent":
                raise
            if refused.kind == "revision" and _same(acting.view, acting.action, revision, form.answers()):
                return _done(pk)
            refusal = refused
            form.refuse(refused)
    return acting.shown(form, submission, refusal, draft=keeping.carried(request))


def resumed(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Show the form of a draft as it was left, if the act may still be done."""
    acting = _acting(request, UUID(opened.place["case"]), opened.place["action"])
    form = keeping.resumed(acting.form(), opened)
    return acting.shown(form, opened.submission, acting.view.refusal_of(acting.action), draft=opened)


@dataclass(frozen=True)
class _Acting:
    """An act in a case that is about to be done."""

    request: HttpRequest
    view: CaseView
    action: Action

    def form(self, data: Any = None) -> ActionForm:
        """Return the questions."""
        view = self.view
        asking = Asking(view.procedure, self.action, view.actor, view.case.institution_id, view.case, view.at)
        return ActionForm(data, asking=asking)

    @property
    def approved_first(self) -> bool:
        """Say whether a letter that the act sends is approved before it is done."""
        letter, view = self.action.follows.sends, self.view
        return letter is not None and approval(view.procedure, letter, view.case, at=view.at) is not None

    @property
    def target(self) -> str:
        """Return the address of the form."""
        return reverse("act", kwargs={"pk": self.view.case.pk, "action": self.action.name})

    @property
    def place(self) -> dict[str, str]:
        """Return how a draft remembers the form."""
        return {"page": "act", "case": str(self.view.case.pk), "action": self.action.name}

    def done(self, form: ActionForm, submission: UUID, revision: int | None) -> HttpResponse:
        """Do the act and go back to the case; raises Refusal."""
        case, actor, at = self.view.case, self.view.actor, self.view.at
        perform(case=case, action=self.action.name, actor=actor, at=at, fields=form.answers(), revision=revision)
        drafts.sent(submission=submission, person=actor.person, case=case.pk)
        return _done(case.pk)

    def shown(self, form: ActionForm, submission: UUID, refusal: Refusal | None, **more: Any) -> HttpResponse:
        """Show the form, which is a look at the case."""
        looking.at_case(self.view, page="act")
        words = {"view": self.view, "action": self.action, "form": form, "refusal": refusal}
        words |= {"submission": submission, "target": self.target, **more}
        return render(self.request, "site/pages/act.html", words, status=_status(form, refusal))


def _acting(request: HttpRequest, pk: UUID, action: str) -> _Acting:
    view = CaseView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    declared = view.procedure.actions.get(action)
    if declared is None or declared.starts_case or declared.by.name == "system":
        raise Http404
    return _Acting(request, view, declared)


def _done(pk: UUID) -> HttpResponse:
    """Go back to the case, to the sentence about what was just recorded; the address alone makes it show."""
    return HttpResponseRedirect(f"{reverse('case', kwargs={'pk': pk})}#done")


def _same(view: CaseView, action: Action, revision: int | None, given: dict[str, Any]) -> bool:
    """Say whether this form arrived a second time: what followed upon what was seen is this act with these answers.

    With other answers it is a form that was changed after it had been sent: nothing of it may be lost unsaid.
    """
    done = next((each for each in view.history if each.position == (revision or 0) + 1), None)
    if done is None or not done.mine or done.act != action.name:
        return False
    added = action.follows.adds
    kept = added.objects.filter(case=view.case.pk, position=done.position).first() if added else view.record
    return kept is not None and stand(action, kept, given)


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _status(form: ActionForm, refusal: Refusal | None) -> int:
    if refusal is not None and refusal.kind == "revision":
        return 409
    if refusal is not None and refusal.kind in FORBIDDEN:
        return 403
    return 422 if form.errors else 200
