"""The everyday acts of a case: one form for each, and doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.files.kinds import MOST_BYTES
from dienests.kernel.handling import assignment, correcting, linking, postings, reopening, withdrawing
from dienests.kernel.handling.attaching import Sent
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.refusals import Refusal
from dienests.site.pages import looking
from dienests.site.pages.action_form import submission_of
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited

STATUS = {"right": 403, "stage": 409, "effects": 409, "kept": 409, "condition": 403}


@dataclass(frozen=True, slots=True)
class Doing:
    """One everyday act: its heading, its button, the verb, the fields that it asks, and a sentence about it."""

    title: Label
    button: Label
    verb: Callable[..., None]
    asks: tuple[str, ...] = ()
    lead: Label = ""
    officials: bool = True


DOINGS = {
    "take_case": Doing(_("Take the case on"), _("Take it on"), assignment.take),
    "assign_case": Doing(_("Assign the case"), _("Assign"), assignment.assign, ("to",)),
    "return_case": Doing(_("Give the case back to the office"), _("Give it back"), assignment.give_back),
    "add_note": Doing(
        _("Internal note"), _("Keep the note"), postings.add_note, ("text", "file"),
        _("Read by officials who may read everything in this case; never by the person who opened it."),
    ),
    "send_message": Doing(
        _("Message"), _("Send the message"), postings.send_message, ("text", "file"),
        _("Between the person who opened the case and those who handle it."), officials=False,
    ),
    "add_statement": Doing(
        _("Add to what you sent"), _("Add it"), postings.add_statement, ("text", "file"),
        _("It is kept beside what you sent, which itself is not changed."), officials=False,
    ),
    "link_case": Doing(
        _("Link another case"), _("Link"), linking.link, ("number",),
        _("The link is shown in both cases, to those who see both."),
    ),
    "unlink_case": Doing(_("Take a link away"), _("Take it away"), linking.unlink, ("number",)),
    "withdraw_case": Doing(_("Withdraw the matter"), _("Withdraw"), withdrawing.withdraw, officials=False),
    "correct_act": Doing(
        _("Correct the last act"), _("Correct"), correcting.correct, ("reasons", "basis"),
        _("The act stays in the history, marked as corrected; the case goes back to where it stood before it."),
    ),
    "reopen_case": Doing(
        _("Reopen the case"), _("Reopen"), reopening.reopen, ("reasons", "basis"),
        _("The case goes back to the stage in which it was last open. No term starts again by itself."),
    ),
}  # fmt: skip


class DoingForm(forms.Form):
    """The questions of an everyday act; the verb says what is missing."""

    use_required_attribute = False

    def __init__(self, data: Any, files: Any, doing: Doing, view: CaseView) -> None:
        super().__init__(data, files, auto_id="%s")
        for name in doing.asks:
            self.fields[name] = _field(name, doing, view)
            self.fields[name].required = False

    def refuse(self, refusal: Refusal) -> None:
        """Show what is wrong at the fields that it is about, or above the form."""
        named = {name: sentence for name, sentence in refusal.fields.items() if name in self.fields}
        for name, sentence in named.items():
            self.add_error(name, str(sentence))
        if not named:
            self.add_error(None, str(refusal.message))


def _field(name: str, doing: Doing, view: CaseView) -> forms.Field:
    if name == "to":
        holders = assignment.candidates(view.case, on=local_date(view.at))
        people = [(str(each.pk), each.person.name) for each in holders]
        return forms.ChoiceField(label=_("To whom"), choices=[("", _("– choose –")), *people])
    if name == "number":
        return forms.CharField(label=_("Number of the other case"), max_length=40)
    if name == "basis":
        hint = _("An order or a paragraph. It stands in the log for ever: name no private person.")
        return forms.CharField(label=_("Basis"), help_text=hint, max_length=300)
    if name == "file":
        hint = _("PDF, PNG, JPEG, TXT, DOCX, XLSX or ODT, at most 10 MB. Others get a copy without hidden data.")
        return forms.FileField(label=_("File (optional)"), help_text=hint, allow_empty_file=True)
    words = {"reasons": _("Reasons"), "text": doing.title}
    most = postings.LONGEST if name == "text" else 5_000
    return forms.CharField(label=words[name], widget=forms.Textarea(attrs={"rows": 6}), max_length=most)


@limited("doing", per_hour=400)
@with_form
@signed_in
def page(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    """Ask what an everyday act needs, or do it; a form with errors keeps what was typed."""
    view = CaseView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    doing = DOINGS.get(act)
    if doing is None or (doing.officials and not view.official and act != "correct_act"):
        raise Http404
    posted = request.method == "POST"
    form = DoingForm(request.POST if posted else None, request.FILES if posted else None, doing, view)
    submission, refusal = submission_of(request.POST), None
    if posted and form.is_valid():
        try:
            _too_large(request)
            doing.verb(case=pk, actor=view.actor, at=view.at, submission=submission, **_given(request, act, form))
            return HttpResponseRedirect(f"{reverse('case', kwargs={'pk': pk})}#done")
        except Refusal as refused:
            if refused.kind == "absent":
                raise
            refusal = refused
            form.refuse(refused)
    looking.at_case(view, page="act")
    shown = {
        "view": view, "doing": doing, "act": act, "form": form, "submission": submission, "refusal": refusal,
        "position": _position(request), "number": request.GET.get("number", ""),
    }  # fmt: skip
    return render(request, "site/pages/doing.html", shown, status=_status(form, refusal))


def _too_large(request: HttpRequest) -> None:
    """Refuse what is so large that no file of it was taken in."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        sentence = _("The file is larger than 10 MB; make it smaller or send it in parts.")
        raise Refusal(sentence, kind="fields", fields={"file": sentence})


def _given(request: HttpRequest, act: str, form: DoingForm) -> dict[str, Any]:
    given = {name: value for name, value in form.cleaned_data.items() if name != "to"}
    if "file" in given:
        sent = given["file"]
        given["file"] = Sent(sent.name, sent.read(MOST_BYTES + 1)) if sent else None
    if act == "assign_case":
        given["mandate"] = submission_of({"submission": form.cleaned_data.get("to", "")})
    if act == "correct_act":
        given["position"] = _position(request)
    return given


def _position(request: HttpRequest) -> int:
    """Return the place of the act that was wrong; 0, which no act has, where none came along."""
    given = request.POST.get("position") or request.GET.get("position") or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _status(form: DoingForm, refusal: Refusal | None) -> int:
    if refusal is not None:
        return STATUS.get(refusal.kind, 422)
    return 422 if form.errors else 200
