"""Stepping up: before a sensitive act a person proves again who is at the page, however long the session lasts."""

from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access import delay, demonstration, second_factors
from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import stream_of
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.access.session import key_of, open_session_of
from dienests.kernel.log.streams import append

# A form is opened within this time of the last proof, and may then be filled in for the second.
FRESH, PATIENT = timedelta(minutes=15), timedelta(minutes=60)


def proved(request: HttpRequest, *, at: datetime, patient: bool = True) -> bool:
    """Say whether the person proved a short while ago who is at the page; if `patient`, a form in hand takes longer."""
    session = open_session_of(request, at=at)
    if session is None:
        return False
    last = max(session.opened_at, session.proved_at or session.opened_at)
    return last > at - (PATIENT if patient and request.method == "POST" else FRESH)


@sensitive_variables("word")
def prove(*, request: HttpRequest, word: str, at: datetime) -> None:
    """Prove it by the code of the second factor, or by the password where there is none; raises AccessError."""
    session = open_session_of(request, at=at)
    if session is None:
        raise AccessError(_("You are not signed in any more: sign in again."))
    account = session.account
    manner = _manner(request, account, word, at=at)
    _note(request=request, account=account, manner=manner, at=at)


def prove_by_service(*, request: HttpRequest, account: Account, at: datetime) -> None:
    """Prove it by having signed in anew at the sign-in service; raises AccessError where a code is asked for."""
    # As at signing in, the service stands for the password and never for the code.
    if second_factors.is_enrolled(account):
        raise AccessError(_("Your account has a second factor: confirm with a code of your app."))
    _note(request=request, account=account, manner="service", at=at)


@transaction.atomic
def _note(*, request: HttpRequest, account: Account, manner: str, at: datetime) -> None:
    """Keep that the person proved it now, and by what."""
    here = key_of(request)
    if here is not None:
        OpenSession.objects.filter(pk=here, account=account).update(proved_at=at)
    append(stream=stream_of(account), act="proved-again", at=at, payload={"by": manner})


def asks_for(request: HttpRequest, account: Account) -> str:
    """Return what proves it here: "code", "password", or "choice" for an invented person of a demonstration."""
    if second_factors.is_enrolled(account):
        return "code"
    if not account.has_usable_password() and demonstration.offered(request):
        return "choice"
    return "password"


@sensitive_variables("word")
def _manner(request: HttpRequest, account: Account, word: str, *, at: datetime) -> str:
    asked = asks_for(request, account)
    if asked == "code":
        return second_factors.check(account=account, code=word, at=at)
    if asked == "choice":
        return "demonstration"
    # The same growing delay as at signing in: a stolen session is no place to try passwords.
    if not delay.reserve(account=account, at=at) or not account.check_password(word):
        with transaction.atomic():
            append(stream=stream_of(account), act="proof-refused", at=at, payload={"cause": "password"})
        raise AccessError(_("The password does not fit, or there were too many attempts: wait a little and try again."))
    with transaction.atomic():
        delay.clear(account=account)
    return asked
