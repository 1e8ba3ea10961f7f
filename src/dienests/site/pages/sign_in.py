"""Signing in and out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from dienests.kernel.access import demonstration as guarded
from dienests.kernel.access.external_sign_in import provider
from dienests.kernel.access.refusals import AccessError, CodeNeeded
from dienests.kernel.access.sign_in import sign_in, sign_out
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.parties.institution import Institution
from dienests.site.pages.doors import with_form
from dienests.site.pages.landing import landing


class SignIn(forms.Form):
    """Login and password."""

    use_required_attribute = False
    login = forms.CharField(
        label=_("Login"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}),
    )
    password = forms.CharField(label=_("Password"), strip=False, max_length=1000, widget=forms.PasswordInput)


@with_form
@never_cache
@sensitive_post_parameters("password")
def page(request: HttpRequest) -> HttpResponse:
    """Ask for login and password; in a demonstration on this machine, offer to choose an office instead."""
    at = datetime.now(UTC)
    form = SignIn(request.POST if request.method == "POST" else None, auto_id="%s")
    if request.method == "POST" and form.is_valid():
        try:
            account = sign_in(request=request, at=at, **form.cleaned_data)
            return redirect(landing(request, account, wanted=request.POST.get("next", ""), at=at))
        except CodeNeeded:
            return redirect(f"{reverse('sign-in-code')}?{urlencode({'next': request.POST.get('next', '')})}")
        except AccessError as refused:
            form.add_error(None, str(refused))
    people = _people(local_date(at)) if guarded.offered(request) else []
    wanted = request.GET.get("next", request.POST.get("next", ""))
    way = f"{reverse('service-out')}?{urlencode({'next': wanted})}" if provider() else ""
    shown = {"form": form, "people": people, "next": wanted, "service": way}
    return render(request, "site/pages/sign_in.html", shown, status=422 if form.errors else 200)


@dataclass
class Invented:
    """One invented person with all offices, for the list of the demonstration; private ones have no institution."""

    person: UUID
    name: str
    institution: str
    unit: str
    offices: list[str]


def _people(on: date) -> list[Invented]:
    """Return each person once, those with a special office first, by institution in the order of founding."""
    found: dict[UUID, Invented] = {}
    for each in guarded.people(on):
        known = found.setdefault(each.person, Invented(each.person, each.name, each.institution, "", []))
        if each.slug in ("employee", ""):
            known.unit = each.unit
        else:
            known.offices.append(each.office)
    places = [*(institution.name for institution in Institution.objects.order_by("pk")), ""]
    return sorted(found.values(), key=lambda each: (places.index(each.institution), not each.offices))


@require_POST
def demonstration(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented person."""
    at = datetime.now(UTC)
    try:
        person = UUID(request.POST.get("person", ""))
    except ValueError:
        return redirect("sign-in")
    account = guarded.sign_in_as(person=person, at=at, request=request)
    return redirect(landing(request, account, wanted=request.POST.get("next", ""), at=at))


@with_form
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out after a confirmation, which is a form: a link must not change anything."""
    if request.method == "POST":
        sign_out(request=request, at=datetime.now(UTC))
        return redirect("home")
    return render(request, "site/pages/sign_out.html")
