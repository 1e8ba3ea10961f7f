"""Mail: the own address, confirming it, and how to be told that there is something new."""

from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.account import Account
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.mail import addresses
from dienests.kernel.mail.mail_address import Channel
from dienests.site.pages.admin_form import back
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited


class MailForm(forms.Form):
    """Where mail goes, and when."""

    use_required_attribute = False
    address = forms.CharField(
        label=_("E-mail address"), max_length=254, required=False,
        help_text=_("A new address gets a link first; until you open it, the old one is used. Empty takes it away."),
        widget=forms.EmailInput,
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("How you want to be told"), choices=Channel.choices, widget=forms.RadioSelect)


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is what a program that follows links does not press."""

    use_required_attribute = False


@limited("mail", per_hour=10)
@with_form
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show and change where mail goes."""
    account = Account.objects.get(pk=request.actor.account)  # type: ignore[attr-defined]
    state = addresses.state(account)
    given = request.POST if request.method == "POST" else None
    form = MailForm(given, auto_id="%s", initial={"address": state.pending or state.address, "channel": state.channel})
    if form.is_bound and form.is_valid():
        try:
            addresses.enter(account=account, at=datetime.now(UTC), **form.cleaned_data)
            return back("mail")
        except AccessError as refused:
            form.add_error("address", str(refused))
    shown = {"form": form, "state": state, "on": bool(settings.MAIL_URL), "here": "mail"}
    return render(request, "site/pages/mail.html", shown, status=422 if form.errors else 200)


@limited("confirm-mail", per_hour=30)
@with_form
@signed_in
def confirm_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a press of the button and take the address into use."""
    account = Account.objects.get(pk=request.actor.account)  # type: ignore[attr-defined]
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            addresses.confirm(account=account, token=token, at=datetime.now(UTC))
            return back("mail")
        except AccessError as refused:
            form.add_error(None, str(refused))
    return render(request, "site/pages/confirm_mail.html", {"form": form}, status=422 if form.errors else 200)
