"""Inviting a person, withdrawing an invitation, and taking it up; the link is told once and never enters the log."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access import second_factors
from dienests.kernel.access.account import Account, normalise
from dienests.kernel.access.accounts import open_account, reopen_account, set_password, verified_login
from dienests.kernel.access.invitation import Invitation, Purpose
from dienests.kernel.access.refusals import AccessError, LinkRefused
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import SYSTEM, ActorRef, Stream, append
from dienests.kernel.parties import refusals
from dienests.kernel.parties.models import Institution, Person

VALID = timedelta(days=7)
_TOKEN_BYTES = 32


def stream_of(invitation: Invitation) -> Stream:
    """Return the stream that tells what became of an invitation."""
    return Stream(kind="invitation", id=invitation.id)


@sensitive_variables("token")
@transaction.atomic
def invite(
    *, institution: Institution, person: Person, login: str, basis: str, by: ActorRef, at: datetime,
    asked_by: UUID | None = None,
) -> tuple[Invitation, str]:  # fmt: skip
    """Invite a person without an open account and return the token of the link; an earlier invitation ends.

    Who comes back after leaving keeps the login of before.
    """
    reason = refusals.basis(basis)
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    account = Account.objects.filter(person=person).first()
    if account is not None and account.is_open(local_date(at)):
        raise AccessError(
            _("%(person)s has an account already: ask for a reset where the password is lost.")
            % {"person": person.name}
        )
    wanted = verified_login(login) if account is None else account.login
    taken = Invitation.objects.standing().filter(login=wanted, expires_at__gt=at).exclude(person=person)
    if Account.objects.filter(login=wanted).exclude(person=person).exists() or taken.exists():
        raise AccessError(_("The login %(login)s is taken: choose another one.") % {"login": wanted})
    withdraw_standing(person=person, at=at)
    token = new_token()
    invitation = Invitation.objects.create(
        institution=institution, person=person, purpose=Purpose.JOIN, login=wanted, fingerprint=fingerprint(token),
        asked_by_id=asked_by, asked_at=at, expires_at=at + VALID,
    )  # fmt: skip
    log(invitation, act="invited", basis=reason, by=by, at=at)
    return invitation, token


@transaction.atomic
def revoke(*, invitation: Invitation, basis: str, by: ActorRef, at: datetime) -> None:
    """Withdraw an invitation: its link opens nothing any more."""
    reason = refusals.basis(basis)
    if not Invitation.objects.standing().filter(pk=invitation.pk).update(revoked_at=at):
        raise AccessError(_("This invitation was used or withdrawn already: look at the list again."))
    log(invitation, act="revoked", basis=reason, by=by, at=at)


@sensitive_variables("token")
def opened(token: str, *, at: datetime) -> Invitation | None:
    """Return the invitation that a link opens at the moment, with its person, or None."""
    found = Invitation.objects.valid(at).select_related("person", "institution")
    return found.filter(fingerprint=fingerprint(token)).first()


@sensitive_variables("token", "password", "code")
def take_up(*, token: str, password: str, at: datetime, code: str = "") -> Account:
    """Set the password by a link, once, and return the account; raises LinkRefused when the link opens nothing.

    Who lost only the password proves the second factor by a code as well.
    """
    found = opened(token, at=at)
    account = None if found is None else Account.objects.filter(person=found.person).first()
    if found is not None and account is not None and asks_for_code(found):
        second_factors.check(account=account, code=code, at=at)
    with transaction.atomic():
        used = Invitation.objects.valid(at).filter(fingerprint=fingerprint(token)).update(used_at=at)
        if found is None or not used:
            raise LinkRefused(_("This link was used, withdrawn or is too old: ask your administrator for a new one."))
        return _with_account(found, account, password=password, at=at)


def asks_for_code(invitation: Invitation) -> bool:
    """Tell whether the link asks for a code of the second factor besides: the password alone was lost."""
    account = Account.objects.filter(person=invitation.person_id).first()
    return invitation.purpose == Purpose.PASSWORD and account is not None and second_factors.is_enrolled(account)


@sensitive_variables("password")
def _with_account(invitation: Invitation, account: Account | None, *, password: str, at: datetime) -> Account:
    basis = f"invitation {invitation.id}"
    if account is None:
        account = open_account(
            person=invitation.person, login=invitation.login, basis=basis, by=SYSTEM, at=at, password=password
        )
    elif invitation.purpose == Purpose.JOIN:
        account = reopen_account(account=account, password=password, basis=basis, by=SYSTEM, at=at)
    else:
        account = set_password(account=account, password=password, basis=basis, by=SYSTEM, at=at)
        if invitation.purpose == Purpose.SECOND_FACTOR and second_factors.is_enrolled(account):
            second_factors.reset(account=account, basis=basis, by=SYSTEM, at=at)
    log(invitation, act="taken-up", basis="", by=SYSTEM, at=at)
    return account


def withdraw_standing(*, person: Person, at: datetime, by: ActorRef = SYSTEM, basis: str = "replaced") -> None:
    """End whatever invitation of the person still stands: a newer one, or the person's leaving, takes its place."""
    for earlier in Invitation.objects.standing().filter(person=person):
        earlier.revoked_at = at
        earlier.save(update_fields=["revoked_at"])
        log(earlier, act="revoked", basis=basis, by=by, at=at)


def new_token() -> str:
    """Return 256 random bits as they stand in a link."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


@sensitive_variables()
def fingerprint(token: str) -> bytes:
    """Return the hash under which a link is kept; so many random bits need neither a key nor a slow hash."""
    return hashlib.sha256(normalise_token(token).encode()).digest()


def normalise_token(token: str) -> str:
    """Return the token without the spaces that copying adds."""
    return token.strip()


def log(invitation: Invitation, *, act: str, basis: str, by: ActorRef, at: datetime) -> None:
    """Tell in the log what became of an invitation: whom it is for and what it is for, never the link."""
    append(
        stream=stream_of(invitation), act=act, at=at, actor=by, basis=basis,
        payload={
            "institution": invitation.institution.slug, "person": str(invitation.person_id),
            "purpose": str(invitation.purpose), "login": normalise(invitation.login),
            "expires_at": invitation.expires_at.isoformat(),
        },
    )  # fmt: skip
