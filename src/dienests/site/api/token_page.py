"""My tokens: making one, whose secret is shown once, and revoking one at once."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor
from dienests.kernel.exchange import tokens
from dienests.kernel.exchange.refusals import ExchangeError
from dienests.kernel.exchange.systems import admitted
from dienests.kernel.exchange.token import Token
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.refusals import PartiesError
from dienests.site.api.scopes import groups, singles
from dienests.site.pages.doors import stepped_up, with_form
from dienests.site.pages.limits import limited

SHOWN = 100
DAYS = [(30, _("30 days")), (90, _("90 days")), (180, _("half a year")), (365, _("a year"))]


class Making(forms.Form):
    """What a token is for, and what it may do."""

    use_required_attribute = False
    name = forms.CharField(label=_("What the token is for"), max_length=80)
    system = forms.ChoiceField(label=_("Which program will use it"), required=False)
    mandate = forms.ChoiceField(label=_("In which office it acts"), required=False)
    groups = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("A token can never do more than you can yourself; choose no more than the program needs."),
    )  # fmt: skip
    singles = forms.MultipleChoiceField(
        label=_("Or single acts"), required=False, help_text=_("Hold Ctrl to choose several.")
    )
    days = forms.TypedChoiceField(label=_("How long it is valid"), choices=DAYS, coerce=int, initial=90)

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data, auto_id="%s")
        self.systems = {str(each.pk): each for each in admitted(actor.institution)}
        offices = [(str(each.mandate), capfirst(each.title)) for each in actor.offices]
        names = [(key, str(each.organisation or "") + f" {each.name}") for key, each in self.systems.items()]
        choices: dict[str, list[Any]] = {
            "system": [("", _("a program of my own")), *((key, name.strip()) for key, name in names)],
            "mandate": [("", _("all that I am")), *offices], "groups": groups(), "singles": singles(),
        }  # fmt: skip
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]


@limited("token", per_hour=60)
@with_form
@stepped_up
def page(request: HttpRequest) -> HttpResponse:
    """List the tokens of the person, make one, or revoke one."""
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    form, made, refusal = Making(actor=actor), None, ""
    if request.method == "POST" and "revoke" in request.POST:
        refusal = _revoked(request, account=actor.account, at=at)
        if not refusal:
            return HttpResponseRedirect(f"{reverse('tokens')}#done")
    elif request.method == "POST":
        form = Making(request.POST, actor=actor)
        made = _made(form, actor, at) if form.is_valid() else None
    own = Token.objects.filter(account=actor.account).select_related("system").order_by("-created_at", "pk")
    titles = {each.mandate: each.title for each in actor.offices}
    rows = [
        {"token": each, "alive": each.is_alive(at), "office": titles.get(each.mandate, "") if each.mandate else ""}
        for each in own[:SHOWN]
    ]
    shown = {"form": form, "rows": rows, "made": made, "refusal": refusal, "here": "tokens"}
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "site/api/tokens.html", shown, status=status)


def _made(form: Making, actor: Actor, at: datetime) -> str | None:
    given = form.cleaned_data
    assert actor.account is not None
    try:
        _token, secret = tokens.make(
            account=Account.objects.get(pk=actor.account), actor=actor, name=given["name"],
            operations=[*given["groups"], *given["singles"]], days=given["days"], at=at,
            mandate=UUID(given["mandate"]) if given["mandate"] else None, system=form.systems.get(given["system"]),
        )  # fmt: skip
    except (ExchangeError, PartiesError) as refused:
        form.add_error(None, str(refused))
        return None
    return secret


def _revoked(request: HttpRequest, *, account: UUID, at: datetime) -> str:
    """Revoke the token that the form names, and return the sentence where it cannot be."""
    try:
        tokens.revoke(token=key_of(request, "revoke"), account=account, by=ActorRef(), at=at)
    except ExchangeError as refused:
        return str(refused)
    return ""


def key_of(request: HttpRequest, name: str) -> UUID:
    """Return the id that a form names; one of nothing where it is none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return UUID(int=0)
