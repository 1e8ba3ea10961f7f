"""Going on with a draft: the code is asked, and the form it belongs to comes back as it was left."""

from datetime import UTC, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.drafts import drafts
from dienests.kernel.drafts.drafts import WRONG, AlreadySent
from dienests.site.pages import act, keeping, start
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited


class CodeForm(forms.Form):
    """The code of a draft."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Code of the draft"), help_text=_("32 letters and digits; small letters and blanks do not matter."),
        max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


@limited("draft", per_hour=120, burst=40)
@with_form
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Ask for the code and show the form; a wrong code and the code of somebody else get the same answer."""
    person, at = request.actor.person, datetime.now(UTC)  # type: ignore[attr-defined]
    form = CodeForm(request.POST if request.method == "POST" else None, auto_id="%s")
    if form.is_bound and form.is_valid():
        try:
            opened = drafts.open_draft(code=form.cleaned_data["code"], person=person, at=at)
        except AlreadySent as refused:
            return keeping.sent_page(request, refused.case)
        if opened is not None:
            show = start.resumed if opened.place["page"] == "start" else act.resumed
            return show(request, opened)
        form.add_error("code", str(WRONG))
    shown = {"form": form, "drafts": drafts.standing(person, at=at)}
    return render(request, "site/pages/drafts.html", shown, status=422 if form.errors else 200)
