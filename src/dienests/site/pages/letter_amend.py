"""Correcting or revoking a sealed letter: the proposal, and the decision on it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.sight import visible
from dienests.kernel.letters.amenders import Amender, amender
from dienests.kernel.letters.amending import LONGEST, approve, drop, propose
from dienests.kernel.letters.amendment import Amendment, Kind, State
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.letter import State as Standing
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.procedures.refusals import Refusal
from dienests.site.pages import looking
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited

STATUS = {"right": 403, "stage": 409, "fields": 422}


class AmendForm(forms.Form):
    """What is proposed."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("What to do"), choices=Kind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What the new letter says"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The addressee reads it. The number and day of the first letter are named by themselves."),
    )  # fmt: skip
    basis = forms.CharField(
        label=_("Basis"), max_length=300, help_text=_("The norm or order, such as “order of 2 March No 4”.")
    )


@limited("act", per_hour=400)
@with_form
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what was proposed about a letter; sent, propose, approve or drop."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    letter = (
        Letter.objects.select_related("case__institution", "participant").filter(uid=pk, serial__isnull=False).first()
    )
    part = amender(actor, letter, at=at) if letter else None
    if letter is None or part is None:
        raise Http404
    waiting = Amendment.objects.filter(letter=letter, state=State.PROPOSED).select_related("proposed_by").first()
    form, refusal = AmendForm(auto_id="%s"), None
    if request.method == "POST":
        what = request.POST.get("what", "")
        form = AmendForm(request.POST, auto_id="%s") if what == "propose" else form
        if what != "propose" or form.is_valid():
            try:
                _done(what, letter, waiting, form, actor, at)
                # Who approves may not read the letters of the case: what was done is told on this page.
                return HttpResponseRedirect(f"{reverse('letter-amend', kwargs={'pk': letter.uid})}#done")
            except Refusal as refused:
                refusal = refused
    looking.at_letter(actor, letter.case, letter, at=at)
    return _shown(request, letter, part, waiting, form, refusal)


def _done(what: str, letter: Letter, waiting: Amendment | None, form: forms.Form, actor: Any, at: datetime) -> None:
    """Do what was sent."""
    if what == "propose":
        propose(letter=letter, actor=actor, at=at, **form.cleaned_data)
    elif what == "approve" and waiting is not None:
        approve(amendment=waiting.pk, actor=actor, at=at)
    elif what == "drop" and waiting is not None:
        drop(amendment=waiting.pk, actor=actor, at=at)
    else:
        raise Http404


def _read(actor: Actor, letter: Letter) -> set[int]:
    """Return which letters of the case the person may open."""
    case = visible(actor, among=[letter.case_id]).first()
    return {each.pk for each in readable_letters(actor, case)} if case else set()


def _shown(
    request: HttpRequest, letter: Letter, part: Amender, waiting: Amendment | None, form: forms.Form,
    refusal: Refusal | None,
) -> HttpResponse:  # fmt: skip
    shown = {
        "letter": letter, "part": part, "waiting": waiting, "form": form, "refusal": refusal,
        "ready": letter.state == Standing.SEALED, "later": [*letter.corrections.all(), *letter.revocations.all()],
        "revoked": letter.revocations.exists(), "read": _read(request.actor, letter),  # type: ignore[attr-defined]
    }  # fmt: skip
    status = STATUS.get(refusal.kind, 409) if refusal else 422 if form.errors else 200
    return render(request, "site/pages/letter_amend.html", shown, status=status)
