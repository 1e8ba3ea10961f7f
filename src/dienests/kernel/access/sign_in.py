"""Signing in with login and password, and out."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access import delay
from dienests.kernel.access.account import Account, normalise
from dienests.kernel.access.accounts import stream_of
from dienests.kernel.access.refusals import SignInRefused
from dienests.kernel.access.session import account_of, end_session, open_session
from dienests.kernel.log.streams import Stream, append

# Refusals of logins that do not exist are told here: what was typed may be a password in the wrong field.
UNKNOWN = Stream(kind="account", id=UUID(int=0))


@sensitive_variables("login", "password")
def sign_in(*, request: HttpRequest, login: str, password: str, at: datetime) -> Account:
    """Sign in and return the account; raises SignInRefused, with one sentence for every cause.

    Every way through compares one password hash, so that the time of the answer tells nothing either.
    """
    account = Account.objects.select_related("person").filter(login=normalise(login)).first()
    if account is None:
        make_password(password)
        raise _refused(UNKNOWN, cause="login", at=at)
    # No transaction is open while the slow hash runs: on SQLite it would stop everybody who writes.
    if not delay.reserve(account=account, at=at):
        make_password(password)
        raise _refused(stream_of(account), cause="delay", at=at)
    fits = account.check_password(password)
    if not fits or not account.is_active:
        raise _refused(stream_of(account), cause="password" if not fits else "closed", at=at)
    with transaction.atomic():
        delay.clear(account=account)
        append(stream=stream_of(account), act="signed-in", at=at, payload={"person": str(account.person_id)})
        open_session(request, account)
    return account


def sign_out(*, request: HttpRequest, at: datetime) -> None:
    """End the session; somebody who has not signed in is signed out silently."""
    account = account_of(request)
    with transaction.atomic():
        if account is not None:
            append(stream=stream_of(account), act="signed-out", at=at, payload={"person": str(account.person_id)})
        end_session(request)


def _refused(stream: Stream, *, cause: str, at: datetime) -> SignInRefused:
    with transaction.atomic():
        append(stream=stream, act="sign-in-refused", at=at, payload={"cause": cause})
    return SignInRefused(
        _("Login and password do not fit together, or there were too many attempts: wait a little and try again.")
    )
