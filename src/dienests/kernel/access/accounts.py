"""Opening and closing accounts, and setting passwords; a password never enters the log."""

import re
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access.account import Account, normalise
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties.models import Person

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,149}")


def stream_of(account: Account) -> Stream:
    """Return the stream that tells how the account was opened, used and closed."""
    return Stream(kind="account", id=account.id)


def verified_login(login: str) -> str:
    """Return the login as it is kept; raises AccessError when it cannot be one."""
    tidy = normalise(login)
    if not _LOGIN.fullmatch(tidy):
        raise AccessError(_("This cannot be a login: use letters a-z, digits and . _ @ + -, at least two of them."))
    return tidy


@sensitive_variables("password")
@transaction.atomic
def open_account(
    *, person: Person, login: str, basis: str, by: ActorRef, at: datetime, password: str | None = None
) -> Account:
    """Open the account of a person; without a password it opens no door but the demonstration's."""
    account = Account(person=person, login=verified_login(login))
    _set_password(account, password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise AccessError(_("The login is taken, or the person has an account already: look at the list.")) from None
    append(
        stream=stream_of(account), act="opened", at=at, actor=by, basis=basis,
        payload={"person": str(person.pk), "login": account.login, "password": password is not None},
    )  # fmt: skip
    return account


@sensitive_variables("password")
@transaction.atomic
def set_password(*, account: Account, password: str, basis: str, by: ActorRef, at: datetime) -> Account:
    """Set a password; every session of the account ends with the old one."""
    fresh = Account.objects.select_for_update().get(pk=account.pk)
    _set_password(fresh, password)
    fresh.save(update_fields=["password"])
    OpenSession.objects.filter(account=fresh).delete()
    append(stream=stream_of(fresh), act="password-set", at=at, actor=by, basis=basis)
    return fresh


@transaction.atomic
def close_account(*, account: Account, basis: str, by: ActorRef, at: datetime) -> Account:
    """Close an account: nobody signs in with it any more, and open sessions end with the next page."""
    fresh = Account.objects.select_for_update().get(pk=account.pk)
    fresh.is_active = False
    fresh.save(update_fields=["is_active"])
    OpenSession.objects.filter(account=fresh).delete()
    append(stream=stream_of(fresh), act="closed", at=at, actor=by, basis=basis)
    return fresh


@transaction.atomic
def close_account_on(*, account: Account, on: date, basis: str, by: ActorRef, at: datetime) -> Account:
    """Close an account from a day on: sessions that are open then end with the next page."""
    fresh = Account.objects.select_for_update().get(pk=account.pk)
    fresh.closes_on = on
    fresh.save(update_fields=["closes_on"])
    append(stream=stream_of(fresh), act="closing", at=at, actor=by, basis=basis, payload={"closes_on": on.isoformat()})
    return fresh


@sensitive_variables("password")
@transaction.atomic
def reopen_account(*, account: Account, password: str, basis: str, by: ActorRef, at: datetime) -> Account:
    """Open a closed account again for a person who came back; the old password opens nothing."""
    fresh = Account.objects.select_for_update().get(pk=account.pk)
    fresh.is_active, fresh.closes_on = True, None
    _set_password(fresh, password)
    fresh.save(update_fields=["is_active", "closes_on", "password"])
    OpenSession.objects.filter(account=fresh).delete()
    append(stream=stream_of(fresh), act="reopened", at=at, actor=by, basis=basis)
    return fresh


@sensitive_variables()
def _set_password(account: Account, password: str | None) -> None:
    if password is None:
        account.set_unusable_password()
        return
    try:
        validate_password(password, account)
    except ValidationError:
        raise AccessError(
            _("This password is too short or too common: take at least 12 characters that nobody guesses.")
        ) from None
    account.set_password(password)
