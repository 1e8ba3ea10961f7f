"""Administration of programs: which systems are admitted, which tokens there are, and ending either at once."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dienests.kernel.exchange import systems, tokens
from dienests.kernel.exchange.refusals import ExchangeError
from dienests.kernel.exchange.system import System
from dienests.kernel.exchange.token import Token
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.organisation import Organisation
from dienests.site.api.token_page import SHOWN, key_of
from dienests.site.pages.admin_form import AdminForm, acted, back
from dienests.site.pages.doors import administered, administrators, stepped_up, with_form


class Admitting(AdminForm):
    """Which program, and whose it is."""

    name = forms.CharField(label=_("Name of the system"), max_length=80)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Whose system it is"), empty_label=_("of the institution itself"),
        required=False,
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["organisation"].queryset = Organisation.objects.order_by("name")  # type: ignore[attr-defined]


class Withdrawing(AdminForm):
    """On what basis a system is withdrawn."""


@with_form
@administrators
@stepped_up
def page(request: HttpRequest) -> HttpResponse:
    """Show systems and tokens of the institution, admit a system, or revoke a token."""
    institution, mandate = administered(request.actor)  # type: ignore[attr-defined]
    at, refusal = datetime.now(UTC), ""
    if request.method == "POST" and "revoke" in request.POST:
        try:
            key = key_of(request, "revoke")
            tokens.revoke(token=key, institution=institution, by=ActorRef(mandate=mandate), at=at)
            return back("systems")
        except ExchangeError as refused:
            refusal = str(refused)
    form = Admitting(request.POST if request.method == "POST" and not refusal else None)
    if not refusal and acted(request, form, _admit):
        return back("systems")
    shown = {
        "form": form, "systems": systems.admitted(institution), "rows": _rows(institution, at), "refusal": refusal,
    }  # fmt: skip
    return render(request, "site/api/systems.html", shown, status=409 if refusal else 422 if form.errors else 200)


@with_form
@administrators
@stepped_up
def withdraw_page(request: HttpRequest, pk: Any) -> HttpResponse:
    """Withdraw a system with all its tokens."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    system = get_object_or_404(System, pk=pk, institution=institution, withdrawn_at=None)
    form = Withdrawing(request.POST or None)

    def withdraw(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        systems.withdraw(system=system, basis=data["basis"], by=by, at=at)

    if acted(request, form, withdraw):
        return back("systems")
    shown = {
        "form": form, "title": _("Withdraw a system and revoke its tokens"), "about": system.name, "up": "systems",
        "send": _("Withdraw"),
    }  # fmt: skip
    return render(request, "site/pages/admin_form.html", shown, status=422 if form.errors else 200)


def _admit(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
    systems.admit(
        institution=institution, name=data["name"], organisation=data["organisation"], basis=data["basis"], by=by,
        at=at,
    )  # fmt: skip


def _rows(institution: int, at: datetime) -> list[dict[str, Any]]:
    """Return the tokens that are valid, each with who made it and in which office."""
    alive = Token.objects.alive(at).filter(institution=institution).order_by("-created_at", "pk")
    found = list(alive.select_related("account__person", "system")[:SHOWN])
    mandates = Mandate.objects.select_related("office").in_bulk({each.mandate for each in found if each.mandate})
    return [
        {
            "token": each, "person": each.account.person.name,
            "office": capfirst(mandates[each.mandate].office.title) if each.mandate in mandates else "",
        }
        for each in found
    ]  # fmt: skip
