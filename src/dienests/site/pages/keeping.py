"""Save and go on later: what the forms of acts do with drafts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.drafts import drafts
from dienests.kernel.drafts.drafts import AlreadySent, DraftRefused, Opened
from dienests.site.pages.action_form import ActionForm


def wanted(request: HttpRequest) -> bool:
    """Say whether the form is to be kept instead of sent."""
    return request.method == "POST" and "later" in request.POST


def sent_before(request: HttpRequest, submission: UUID) -> HttpResponse | None:
    """Return the page that says so when a draft comes that was sent from another window."""
    if request.method != "POST" or not request.POST.get("draft"):
        return None
    case = drafts.sent_as(submission=submission, person=request.actor.person)  # type: ignore[attr-defined]
    return sent_page(request, case) if case else None


def sent_page(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say that a draft was sent, and lead to its case."""
    return render(request, "site/pages/draft_sent.html", {"case": case}, status=409)


def kept(
    request: HttpRequest, form: ActionForm, *, submission: UUID, place: Mapping[str, str], at: datetime
) -> HttpResponse | None:
    """Save what was typed as it is and show the code; None when that is refused, with the sentence in the form."""
    data, files = request.POST, request.FILES
    answers = {
        name: str(field.widget.value_from_datadict(data, files, name) or "") for name, field in form.fields.items()
    }
    try:
        saved = drafts.save(
            submission=submission, person=request.actor.person, place=place, at=at,  # type: ignore[attr-defined]
            answers={name: text for name, text in answers.items() if text},
            code=data.get("draft", ""), revision=_revision(data),
        )  # fmt: skip
    except AlreadySent as refused:
        return sent_page(request, refused.case)
    except DraftRefused as refused:
        form.full_clean()
        form.add_error(None, str(refused))
        return None
    shown = {"saved": saved, "title": form.action.label}
    return render(request, "site/pages/draft_saved.html", shown)


def resumed(form: ActionForm, opened: Opened) -> ActionForm:
    """Put what was typed back into a form; a question that is not asked any more is left out."""
    form.initial = {name: text for name, text in opened.answers.items() if name in form.fields}
    return form


def carried(request: HttpRequest) -> dict[str, Any] | None:
    """Return what a form that failed has to take along so that it stays the draft that it is."""
    code = request.POST.get("draft", "")
    return {"code": code, "revision": request.POST.get("draft_revision", "")} if code else None


def _revision(data: Any) -> int | None:
    given = data.get("draft_revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
