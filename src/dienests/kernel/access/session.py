"""From the session of a request to the account, and back.

The session is Django's, written by `django.contrib.auth.login`; it is read here, because Django's own reader
brings the tables of groups and permissions along, which this house does not have.
"""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, login
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from dienests.kernel.access import limits
from dienests.kernel.access.account import Account
from dienests.kernel.access.browser import described
from dienests.kernel.access.open_session import COARSE, OpenSession
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.parties.models import Person
from dienests.kernel.tables.columns import columns

BACKEND = "dienests.kernel.access.backend.AccountBackend"
OPEN_SESSION_KEY = "open_session"


def account_of(request: HttpRequest, *, at: datetime) -> Account | None:
    """Return the active account that the session names, with its person, or None; at most one query."""
    found = open_session_of(request, at=at)
    return None if found is None else found.account


def open_session_of(request: HttpRequest, *, at: datetime) -> OpenSession | None:
    """Return the open session of the request, with account and person, or None; at most one query."""
    session, key = getattr(request, "session", None), key_of(request)
    if session is None or key is None or session.get(BACKEND_SESSION_KEY) != BACKEND:
        return None
    try:
        account = UUID(session.get(SESSION_KEY, ""))
    except ValueError:
        return None
    found = _named(key, account)
    if found is None or not found.is_alive(at) or not found.account.is_open(local_date(at)):
        return None
    # A changed password ends every session that was opened with the old one.
    signed = session.get(HASH_SESSION_KEY, "")
    return found if constant_time_compare(signed, found.account.get_session_auth_hash()) else None


def _named(key: UUID, account: UUID) -> OpenSession | None:
    """Return the open session of an account with account and person, by one fixed statement: every page asks."""
    sessions, accounts, people = columns(OpenSession), columns(Account), columns(Person)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sessions.listed('s')}, {accounts.listed('a')}, {people.listed('p')} FROM {sessions.table} s "
            f"INNER JOIN {accounts.table} a ON a.id = s.account_id INNER JOIN {people.table} p ON p.id = a.person_id "
            "WHERE s.id = %s AND s.account_id = %s",
            [sessions.value("id", key), sessions.value("account_id", account)],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    width, height = len(sessions.names), len(sessions.names) + len(accounts.names)
    found: OpenSession = sessions.read(row[:width])
    found.account = accounts.read(row[width:height])
    found.account.person = people.read(row[height:])
    return found


def key_of(request: HttpRequest) -> UUID | None:
    """Return the key of the open session that the request names, without a query."""
    session = getattr(request, "session", None)
    try:
        return UUID(session.get(OPEN_SESSION_KEY, "")) if session is not None else None
    except ValueError:
        return None


def seen(session: OpenSession, *, at: datetime) -> None:
    """Note that the session is in use, every few minutes only."""
    if at - session.seen_at < COARSE:
        return
    # Somebody who only reads is not stopped by a database that cannot write just now.
    with suppress(OperationalError), transaction.atomic():
        OpenSession.objects.filter(pk=session.pk, seen_at=session.seen_at).update(seen_at=at)


@transaction.atomic
def open_session(request: HttpRequest, account: Account, *, at: datetime) -> OpenSession:
    """Bind the session to the account under a new session key, so that a key planted before is worth nothing."""
    before = key_of(request)
    login(request, account, backend=BACKEND)
    browser = described(request.headers.get("User-Agent", ""))
    opened = OpenSession.objects.create(account=account, opened_at=at, seen_at=at, browser=browser)
    request.session[OPEN_SESSION_KEY] = str(opened.pk)
    if before is not None:
        OpenSession.objects.filter(pk=before).delete()
    # Nobody else clears away what time has ended; sign-ins are rare and write anyway.
    mine = OpenSession.objects.filter(account=account)
    mine.exclude(pk__in=mine.alive(at).values("pk")).delete()
    limits.forget(at=at)
    return opened


@transaction.atomic
def end_session(request: HttpRequest) -> None:
    """Remove the session with all that it holds."""
    key = key_of(request)
    if key is not None:
        OpenSession.objects.filter(pk=key).delete()
    request.session.flush()
