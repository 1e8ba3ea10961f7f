"""From the session of a request to the account, and back.

The session is Django's, written by `django.contrib.auth.login`; it is read here, because Django's own reader
brings the tables of groups and permissions along, which this house does not have.
"""

from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from dienests.kernel.access.account import Account

BACKEND = "dienests.kernel.access.backend.AccountBackend"


def account_of(request: HttpRequest) -> Account | None:
    """Return the active account that the session names, with its person, or None; at most one query."""
    session = getattr(request, "session", None)
    if session is None or session.get(BACKEND_SESSION_KEY) != BACKEND:
        return None
    try:
        key = UUID(session.get(SESSION_KEY, ""))
    except ValueError:
        return None
    account = Account.objects.select_related("person").filter(pk=key, is_active=True).first()
    if account is None:
        return None
    # A changed password ends every session that was opened with the old one.
    signed = session.get(HASH_SESSION_KEY, "")
    return account if constant_time_compare(signed, account.get_session_auth_hash()) else None


def open_session(request: HttpRequest, account: Account) -> None:
    """Bind the session to the account under a new session key, so that a key planted before is worth nothing."""
    login(request, account, backend=BACKEND)


def end_session(request: HttpRequest) -> None:
    """Remove the session with all that it holds."""
    request.session.flush()
