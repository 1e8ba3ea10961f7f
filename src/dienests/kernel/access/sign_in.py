"""Signing in with login and password, and with a code where the account has a second factor; and out."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access import delay, second_factors
from dienests.kernel.access.account import Account, normalise, open_on
from dienests.kernel.access.accounts import stream_of
from dienests.kernel.access.refusals import CodeNeeded, SignInRefused
from dienests.kernel.access.session import account_of, end_session, open_session
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import Stream, append

# Refusals of logins that do not exist are told here: what was typed may be a password in the wrong field.
UNKNOWN = Stream(kind="account", id=UUID(int=0))
# What the session holds between the password and the code, and for how long.
AWAITING = "awaiting_code"
PATIENCE = timedelta(minutes=10)


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
    if not fits or not account.is_open(local_date(at)):
        raise _refused(stream_of(account), cause="password" if not fits else "closed", at=at)
    with transaction.atomic():
        delay.clear(account=account)
    return enter(request, account, at=at, manner="password")


@sensitive_variables("code")
def sign_in_with_code(*, request: HttpRequest, code: str, at: datetime) -> Account:
    """Finish a sign-in by a code of the app or a recovery code; raises CodeRefused, or SignInRefused to begin anew."""
    account = awaiting_code(request, at=at)
    if account is None:
        raise SignInRefused(_("Too much time has passed since the password: sign in again."))
    manner = second_factors.check(account=account, code=code, at=at)
    with transaction.atomic():
        del request.session[AWAITING]
        return _enter(request, account, at=at, manner=manner)


def awaiting_code(request: HttpRequest, *, at: datetime) -> Account | None:
    """Return the account whose password was given in this session a short while ago, or None."""
    given = request.session.get(AWAITING)
    if not given or given["until"] <= at.timestamp():
        return None
    still = Account.objects.select_related("person").filter(open_on(local_date(at)), pk=UUID(given["account"]))
    account = still.first()
    # A password that was changed in between is no longer one that fits.
    if account is None or not constant_time_compare(given["hash"], account.get_session_auth_hash()):
        return None
    return account


def sign_out(*, request: HttpRequest, at: datetime) -> None:
    """End the session; somebody who has not signed in is signed out silently."""
    account = account_of(request, at=at)
    with transaction.atomic():
        if account is not None:
            append(stream=stream_of(account), act="signed-out", at=at, payload={"person": str(account.person_id)})
        end_session(request)


def enter(request: HttpRequest, account: Account, *, at: datetime, manner: str) -> Account:
    """Let in who proved it once; raises CodeNeeded where a second factor is still to follow."""
    with transaction.atomic():
        if not second_factors.is_enrolled(account):
            return _enter(request, account, at=at, manner=manner)
        append(stream=stream_of(account), act="code-asked", at=at, payload={"person": str(account.person_id)})
        request.session[AWAITING] = {
            "account": str(account.id), "until": (at + PATIENCE).timestamp(), "hash": account.get_session_auth_hash(),
        }  # fmt: skip
    raise CodeNeeded(_("That fits. Now give the code that your app shows."))


def _enter(request: HttpRequest, account: Account, *, at: datetime, manner: str) -> Account:
    payload = {"person": str(account.person_id), "by": manner}
    append(stream=stream_of(account), act="signed-in", at=at, payload=payload)
    open_session(request, account, at=at)
    return account


def _refused(stream: Stream, *, cause: str, at: datetime) -> SignInRefused:
    with transaction.atomic():
        append(stream=stream, act="sign-in-refused", at=at, payload={"cause": cause})
    return SignInRefused(
        _("Login and password do not fit together, or there were too many attempts: wait a little and try again.")
    )
