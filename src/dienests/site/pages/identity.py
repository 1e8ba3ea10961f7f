"""Proving again who is at the page before a sensitive act, and how one signs in."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from dienests.kernel.access import external_sign_in as service
from dienests.kernel.access import step_up
from dienests.kernel.access.account import Account
from dienests.kernel.access.refusals import AccessError
from dienests.site.pages.days import now
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.landing import landing


class Proof(forms.Form):
    """One word that proves who is at the page."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, asked: str) -> None:
        super().__init__(data, auto_id="%s")
        if asked == "code":
            widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"})
            self.fields["word"] = forms.CharField(label=_("Code"), max_length=40, widget=widget)
        elif asked == "password":
            self.fields["word"] = forms.CharField(
                label=_("Password"), strip=False, max_length=1000, widget=forms.PasswordInput
            )


@with_form
@signed_in
@sensitive_post_parameters("word")
@sensitive_variables("form")
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the code or the password once more, and go on to what was wanted."""
    at, account = now(), _account(request)
    asked = step_up.asks_for(request, account)
    form = Proof(request.POST if request.method == "POST" else None, asked=asked)
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if request.method == "POST" and form.is_valid():
        try:
            step_up.prove(request=request, word=form.cleaned_data.get("word", ""), at=at)
            return redirect(landing(request, account, wanted=wanted, at=at))
        except AccessError as refused:
            form.add_error("word" if "word" in form.fields else None, str(refused))
    by_service = asked != "code" and _linked(account)
    way = f"{reverse('service-confirm')}?{urlencode({'next': wanted})}" if by_service else ""
    shown = {"form": form, "asked": asked, "next": wanted, "service": way, "late": "late" in request.GET}
    return render(request, "site/pages/confirm.html", shown, status=422 if form.errors else 200)


@with_form
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show how one signs in; undo the link to the sign-in service."""
    at, account = now(), _account(request)
    refusal = ""
    if request.method == "POST":
        refusal = _undone(request, account, at=at)
        if not refusal:
            return redirect("identity")
    shown = {
        "here": "identity", "refusal": refusal, "offered": service.provider() is not None, "linked": _linked(account),
        "password": account.has_usable_password(), "demonstration": step_up.asks_for(request, account) == "choice",
    }  # fmt: skip
    return render(request, "site/pages/identity.html", shown, status=409 if refusal else 200)


def _undone(request: HttpRequest, account: Account, *, at: datetime) -> str:
    if not step_up.proved(request, at=at):
        return str(_("First prove again who is at the page: open the page anew."))
    try:
        service.unlink(account=account, at=at)
    except AccessError as refused:
        return str(refused)
    return ""


def _account(request: HttpRequest) -> Account:
    return Account.objects.get(pk=request.actor.account)  # type: ignore[attr-defined]


def _linked(account: Account) -> bool:
    found = service.provider()
    return found is not None and account.identities.filter(issuer=found.issuer).exists()
