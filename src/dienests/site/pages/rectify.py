"""Rectifying a fact about a person in a case."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.retention import rectifying
from dienests.site.pages import looking
from dienests.site.pages.action_form import submission_of
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited

STATUS = {"right": 403, "stage": 409, "hold": 409}


class Rectifying(forms.Form):
    """Which fact is wrong, the right one, and who asked for it."""

    use_required_attribute = False
    field = forms.ChoiceField(label=_("What is wrong"), required=False)
    value = forms.CharField(
        label=_("What is right"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=20_000,
        help_text=_("The whole of what is to stand there; a day as 2026-11-30."),
    )  # fmt: skip
    basis = forms.CharField(
        label=_("Basis"), required=False, max_length=300,
        help_text=_("The application of the person, or a paragraph. Name no private person."),
    )  # fmt: skip
    erases = forms.BooleanField(
        label=_("Erase the wrong value from the log too"), required=False,
        help_text=_("The events that tell it lose their content; that they happened, when and by whom stays."),
    )  # fmt: skip

    def __init__(self, data: Any, fields: list[Any]) -> None:
        super().__init__(data, auto_id="%s")
        choices = [("", _("– choose –")), *((each.name, each.verbose_name) for each in fields)]
        self.fields["field"].choices = choices  # type: ignore[attr-defined]


@limited("rectify", per_hour=200)
@with_form
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask what is right, or put it right; the person who opened the case is told."""
    view = CaseView.of(pk, request.actor, at=datetime.now(UTC))  # type: ignore[attr-defined]
    if not view.may_rectify:
        raise Http404
    fields = rectifying.fields(view.procedure, view.case, view.record, view.actor, view.at)
    form = Rectifying(request.POST if request.method == "POST" else None, fields)
    submission, refusal = submission_of(request.POST), None
    if request.method == "POST" and form.is_valid():
        try:
            rectifying.rectify(case=pk, actor=view.actor, at=view.at, submission=submission, **form.cleaned_data)
            return HttpResponseRedirect(f"{reverse('case', kwargs={'pk': pk})}#done")
        except Refusal as refused:
            if refused.kind == "absent":
                raise
            refusal = refused
            named = [name for name in refused.fields if name in form.fields]
            for name in named or (None,):
                form.add_error(name, str(refused.message))
    looking.at_case(view, page="act")
    status = STATUS.get(refusal.kind, 422) if refusal else 422 if form.errors else 200
    shown = {"view": view, "form": form, "submission": submission, "refusal": refusal}
    return render(request, "site/pages/rectify.html", shown, status=status)
