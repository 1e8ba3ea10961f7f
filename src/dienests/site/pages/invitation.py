"""The page behind a one-time link: the person sets a password, and signs in with it."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import actor_for
from dienests.kernel.access.invitation import Invitation
from dienests.kernel.access.invitations import asks_for_code, opened, take_up
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.calendar.zone import local_date
from dienests.site.pages import failures
from dienests.site.pages.doors import administers, with_form
from dienests.site.pages.second_factor import LONGEST_CODE


class NewPassword(forms.Form):
    """A password, twice; and a code where the second factor was not lost."""

    use_required_attribute = False
    password = forms.CharField(
        label=_("Password"), strip=False, max_length=1000, help_text=_("At least 12 characters that nobody guesses."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("Password once more"), strip=False, max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Code"), max_length=LONGEST_CODE, help_text=_("The code that your app shows, or a recovery code."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, code: bool) -> None:
        super().__init__(data, auto_id="%s")
        if not code:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        data = super().clean() or {}
        if data.get("again") and data.get("password") != data["again"]:
            self.add_error("again", _("The two passwords differ: type the same one twice."))
        return data


@with_form
@never_cache
@sensitive_post_parameters("password", "again", "code")
@sensitive_variables()
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a password and open, or mend, the account."""
    at = datetime.now(UTC)
    invitation = opened(token, at=at)
    if invitation is None:
        sentence = _("This link was used, withdrawn or is too old: ask your administrator for a new one.")
        return failures.page(request, 404, message=sentence)
    form = NewPassword(request.POST if request.method == "POST" else None, code=asks_for_code(invitation))
    if form.is_bound and form.is_valid():
        code = form.cleaned_data.get("code", "")
        try:
            account = take_up(token=token, password=form.cleaned_data["password"], code=code, at=at)
            return redirect(f"{reverse('sign-in')}?{urlencode({'next': _after(account, at)})}")
        except AccessError as refused:
            form.add_error("code" if "code" in form.fields and not code else None, str(refused))
    shown = {"form": form, "invitation": invitation, "login": _login(invitation)}
    return render(request, "site/pages/invitation.html", shown, status=422 if form.errors else 200)


def _login(invitation: Invitation) -> str:
    account = Account.objects.filter(person=invitation.person_id).first()
    return account.login if account else invitation.login


def _after(account: Account, at: datetime) -> str:
    """Return where to go after signing in: whoever administers sets up the second factor first."""
    needs = administers(actor_for(account, local_date(at)))
    return reverse("second-factor") if needs else ""
