"""Administration of invitations: who was invited, inviting, withdrawing; asking for a reset of what was lost."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.account import Account
from dienests.kernel.access.invitation import Invitation, Purpose
from dienests.kernel.access.invitations import invite, revoke
from dienests.kernel.access.resets import ask
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.people import colleagues
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.staff_member import StaffMember
from dienests.site.founding.founding import suggested_login
from dienests.site.founding.link import address
from dienests.site.pages.admin_form import AdminForm, acted, back
from dienests.site.pages.doors import administered, administrators, reading, stepped_up, with_form

LOST = [
    (Purpose.PASSWORD, _("the password")),
    (Purpose.SECOND_FACTOR, _("the second factor and its recovery codes (the password is set anew as well)")),
]


class Inviting(AdminForm):
    """The login of the account to be opened."""

    login = forms.CharField(
        label=_("Login"), max_length=150, help_text=_("The e-mail address or a name in letters a-z.")
    )


class Losing(AdminForm):
    """What a person lost."""

    purpose = forms.ChoiceField(label=_("What is lost"), choices=LOST, widget=forms.RadioSelect)


@reading
@administrators
def page(request: HttpRequest) -> HttpResponse:
    """Show the invitations and resets that stand."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    at = datetime.now(UTC)
    standing = Invitation.objects.standing().filter(institution=institution).select_related("person", "asked_by")
    shown = {"invitations": standing.order_by("-asked_at", "pk"), "at": at}
    return render(request, "site/pages/invitations.html", shown)


@with_form
@administrators
@stepped_up
def invite_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invite a person and show the link, this once."""
    person, institution = _colleague(request, pk)
    form = Inviting(request.POST if request.method == "POST" else None)
    form.initial = {"login": _login(person, institution)}
    made: list[tuple[Invitation, str]] = []

    def send(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        who = request.actor.person  # type: ignore[attr-defined]
        made.append(invite(institution=institution, person=person, by=by, at=at, asked_by=who, **data))

    if acted(request, form, send):
        invitation, token = made[0]
        return link_page(request, invitation, token)
    return _form(request, form, person, title=_("Invite a person"), send=_("Invite"))


@with_form
@administrators
@stepped_up
def reset_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a reset; a second official confirms it."""
    person, _institution = _colleague(request, pk)
    form = Losing(request.POST if request.method == "POST" else None)

    def send(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        who, purpose = request.actor.person, Purpose(data["purpose"])  # type: ignore[attr-defined]
        ask(institution=institution, person=person, purpose=purpose, asked_by=who, basis=data["basis"], by=by, at=at)

    if acted(request, form, send):
        return back("invitations")
    return _form(request, form, person, title=_("Reset what was lost"), send=_("Ask for the reset"))


@with_form
@administrators
@stepped_up
def revoke_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    standing = Invitation.objects.standing().select_related("person", "institution")
    invitation = get_object_or_404(standing, pk=pk, institution=institution)
    form = AdminForm(request.POST if request.method == "POST" else None)

    def withdraw(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
        revoke(invitation=invitation, basis=data["basis"], by=by, at=at)

    if acted(request, form, withdraw):
        return back("invitations")
    return _form(
        request, form, invitation.person, title=_("Withdraw an invitation"), send=_("Withdraw"), up="invitations"
    )


def link_page(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Show a link, which nobody can read later."""
    shown = {"invitation": invitation, "link": address(token, request)}
    return render(request, "site/pages/invitation_link.html", shown)


def _colleague(request: HttpRequest, pk: UUID) -> tuple[Person, int]:
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    on = local_date(datetime.now(UTC))
    return get_object_or_404(colleagues(institution, on), pk=pk), institution


def _login(person: Person, institution: int) -> str:
    account = Account.objects.filter(person=person).first()
    if account is not None:
        return account.login
    member = StaffMember.objects.filter(person=person, institution=institution).first()
    return member.email if member and member.email else suggested_login(person.given_name, person.family_name)


def _form(request: HttpRequest, form: AdminForm, person: Person, *, up: str = "staff", **words: Any) -> HttpResponse:
    shown = {"form": form, "about": person.name, "up": up, **words}
    return render(request, "site/pages/admin_form.html", shown, status=422 if form.errors else 200)
