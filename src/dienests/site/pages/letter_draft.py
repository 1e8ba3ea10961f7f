"""The draft of a letter: begun from a case, written, agreed to, approved; each step is one form of one page."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dienests.kernel.letters.approval import approval
from dienests.kernel.letters.awaiting import taking_part
from dienests.kernel.letters.draft import OPEN, Draft
from dienests.kernel.letters.drafting import open_draft
from dienests.kernel.letters.previewing import preview_pdf
from dienests.kernel.letters.proposals import to_decide
from dienests.kernel.letters.rendering import MissingValue
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.typeset.setting import TypesettingFailed
from dienests.site.pages import failures, looking
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import reading, signed_in, with_form
from dienests.site.pages.letter_draft_view import DraftView
from dienests.site.pages.letter_file import shown_pdf
from dienests.site.pages.letter_step import Asked, StepForm
from dienests.site.pages.letter_steps import STEPS
from dienests.site.pages.limits import limited

STATUS = {"right": 403, "stage": 409, "revision": 409, "condition": 403}


@reading
@signed_in
def awaiting_page(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, drafts and proposals, and the drafts in which somebody else is to act first."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    mine, others = taking_part(actor, at=at)
    shown = {"drafts": mine, "others": others, "proposals": to_decide(actor, at=at)}
    return render(request, "site/pages/letters.html", shown)


@limited("act", per_hour=400)
@with_form
@signed_in
def begin(request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
    """Tell that the letter of an act is approved first, and begin its draft."""
    view = CaseView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    act = view.procedure.actions.get(action)
    letter = act.follows.sends if act else None
    wanted = approval(view.procedure, letter, view.case, at=view.at) if letter else None
    if act is None or letter is None or wanted is None:
        raise Http404
    refusal = view.refusal_of(act)
    if request.method == "POST" and refusal is None:
        try:
            return _to(open_draft(case=view.case, action=action, actor=view.actor, at=view.at))
        except Refusal as refused:
            refusal = refused
    looking.at_case(view, page="act")
    words = {"view": view, "action": act, "letter": letter, "refusal": refusal}
    words["draft"] = (
        Draft.objects.filter(case=view.case, slug=letter.name, state__in=OPEN).first() if not refusal else None
    )
    return render(request, "site/pages/letter_begin.html", words, status=403 if refusal else 200)


@limited("act", per_hour=400)
@with_form
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a draft to who has a part in it, or do the step that was sent."""
    view = DraftView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    if request.method != "POST":
        return _shown(request, view, None, 200)
    known = STEPS.get(request.POST.get("step", ""))
    if known is None:
        raise Http404
    form, verb = known[0](request.POST, Asked(view.place, view.actor, view.at)), known[1]
    if not form.is_valid():
        return _shown(request, view, form, 422)
    try:
        verb(draft=pk, actor=view.actor, at=view.at, seen=_seen(request), **form.given())
    except Refusal as refused:
        if refused.kind == "absent":
            raise
        form.refuse(refused)
        return _shown(request, view, form, STATUS.get(refused.kind, 422))
    return HttpResponseRedirect(f"{reverse('letter-draft', kwargs={'pk': pk})}#done")


@reading
@signed_in
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a draft as the PDF that it would become; the look is recorded."""
    view = DraftView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    view.look(page="letter-draft")
    try:
        return shown_pdf(preview_pdf(view.place, at=view.at), f"{_('draft')}.pdf")
    except (MissingValue, TypesettingFailed) as error:
        return failures.page(request, 409, message=str(error))


def _shown(request: HttpRequest, view: DraftView, form: StepForm | None, status: int) -> HttpResponse:
    view.look(page="letter-draft")
    words = {"view": view, "forms": view.forms(form), "form": form}
    return render(request, "site/pages/letter_draft.html", words, status=status)


def _to(draft: Draft) -> HttpResponse:
    return HttpResponseRedirect(reverse("letter-draft", kwargs={"pk": draft.pk}))


def _seen(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
