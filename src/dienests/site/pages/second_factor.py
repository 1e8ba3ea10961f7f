"""The second factor: switching it on and off, recovery codes, and the code at signing in."""

from datetime import UTC, datetime
from typing import Any

import segno
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from dienests.kernel.access import second_factors
from dienests.kernel.access.account import Account
from dienests.kernel.access.refusals import AccessError, SignInRefused
from dienests.kernel.access.sign_in import awaiting_code, sign_in_with_code
from dienests.site.pages.doors import needs_second_factor, signed_in, stepped_up, with_form
from dienests.site.pages.landing import landing

LONGEST_CODE = 40


class Code(forms.Form):
    """One code, of the app or of the list."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
        error_messages={"required": _("Give the code that your app shows.")},
    )


@with_form
@signed_in
@sensitive_post_parameters("code")
def page(request: HttpRequest) -> HttpResponseBase:
    """Show where the second factor stands, and change it; whoever has only the session enrols no app of their own."""
    account = Account.objects.get(pk=request.actor.account)  # type: ignore[attr-defined]
    # Once it is on, every change asks for a code, which proves more than a proof a quarter of an hour old.
    return (_changed if second_factors.is_enrolled(account) else _enrolling)(request, account)


@sensitive_variables()
def _changed(request: HttpRequest, account: Account) -> HttpResponse:
    at = datetime.now(UTC)
    do = request.POST.get("do", "")
    form = Code(request.POST if do in CHANGES else None, auto_id="%s")
    try:
        if do == "begin":
            second_factors.begin(account=account, at=at)
            return redirect("second-factor")
        if do in CHANGES and form.is_valid():
            codes = CHANGES[do](account=account, code=form.cleaned_data["code"], at=at)
            if codes is None:
                return redirect("second-factor")
            return render(request, "site/pages/recovery_codes.html", {"codes": codes, "here": "second-factor"})
    except AccessError as refused:
        form = form if form.is_bound else Code({"code": ""}, auto_id="%s")
        form.add_error("code", str(refused))
    return _shown(request, account, form)


# Also a code that does not fit is answered with the key, so no form is in hand here.
_enrolling = stepped_up(_changed, patient=False)

# What is done with a code; each returns new recovery codes, or None.
CHANGES: dict[str, Any] = {
    "confirm": second_factors.confirm,
    "renew": second_factors.renew,
    "disable": second_factors.disable,
}


@with_form
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("form")
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for the code after the password; whoever gave no password is sent back to it."""
    at = datetime.now(UTC)
    account = awaiting_code(request, at=at)
    if account is None:
        return redirect("sign-in")
    form = Code(request.POST if request.method == "POST" else None, auto_id="%s")
    if form.is_bound and form.is_valid():
        try:
            account = sign_in_with_code(request=request, code=form.cleaned_data["code"], at=at)
            return redirect(landing(request, account, wanted=request.POST.get("next", ""), at=at))
        except SignInRefused:
            return redirect("sign-in")
        except AccessError as refused:
            form.add_error("code", str(refused))
    shown = {"form": form, "next": request.GET.get("next", request.POST.get("next", ""))}
    return render(request, "site/pages/sign_in_code.html", shown, status=422 if form.errors else 200)


def _shown(request: HttpRequest, account: Account, form: Code) -> HttpResponse:
    state = second_factors.state(account)
    picture = _picture(state.enrolment.address) if state.enrolment else ""
    letters = state.enrolment.letters if state.enrolment else ""
    shown = {
        "state": state,
        "picture": picture,
        "letters": " ".join(letters[start : start + 4] for start in range(0, len(letters), 4)),
        "form": form,
        "here": "second-factor",
        "needed": needs_second_factor(request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "site/pages/second_factor.html", shown, status=422 if form.errors else 200)


def _picture(address: str) -> SafeString:
    """Return the picture that an app photographs, as SVG within the page: no other request could leak it."""
    drawn = segno.make(address, error="m", micro=False)
    # The library draws it from numbers alone; what was typed is inside the squares only.
    return mark_safe(drawn.svg_inline(scale=4, border=4, light="#fff", svgclass=None, lineclass=None))
