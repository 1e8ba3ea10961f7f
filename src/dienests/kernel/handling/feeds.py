"""Calendars of due days: an address is made, renewed and revoked by its account, and tells what is due and no more."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import stream_of
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.inbox import inbox
from dienests.kernel.cases.relations import own_cases
from dienests.kernel.cases.sight import masks
from dienests.kernel.handling.feed_token import KINDS, FeedToken
from dienests.kernel.keys import store as keys
from dienests.kernel.log.streams import SYSTEM, append

KEY = "calendar-feeds"
BYTES = 24
MOST = 500


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as it is now: whose, which kind, and the open cases that are due."""

    actor: Actor
    kind: str
    cases: list[Case]


@transaction.atomic
def renew(*, account: Account, kind: str, at: datetime) -> str:
    """Make a new address of a kind and return its secret, shown once; the one before opens nothing any more."""
    if kind not in KINDS:
        raise AccessError(_("There is no such calendar."))
    secret = secrets.token_urlsafe(BYTES)
    FeedToken.objects.filter(account=account, kind=kind).delete()
    FeedToken.objects.create(account=account, kind=kind, hash=_hash(secret), created_at=at)
    append(stream=stream_of(account), act="calendar-made", at=at, actor=SYSTEM, payload={"kind": kind})
    return secret


@transaction.atomic
def revoke(*, account: Account, kind: str, at: datetime) -> None:
    """Revoke an address; the reader of the calendar is told that it is gone."""
    if FeedToken.objects.filter(account=account, kind=kind).delete()[0]:
        append(stream=stream_of(account), act="calendar-revoked", at=at, actor=SYSTEM, payload={"kind": kind})


def made(account: UUID) -> dict[str, datetime]:
    """Return when each calendar of an account was made, by kind."""
    return dict(FeedToken.objects.filter(account=account).values_list("kind", "created_at"))


def feed(secret: str, *, at: datetime) -> Feed | None:
    """Return the calendar at a secret address; None where it was revoked, or the account or its offices ended."""
    token = FeedToken.objects.filter(hash=_hash(secret)).select_related("account__person").first()
    if token is None or not token.account.is_open(local_date(at)):
        return None
    actor = actor_for(token.account, local_date(at))
    if token.kind == "desk":
        return Feed(actor, token.kind, _due(actor)) if masks(actor) else None
    own = own_cases(actor.person).filter(opener=actor.person, closed_at__isnull=True, due__isnull=False)
    return Feed(actor, token.kind, list(own.order_by("due", "pk")[:MOST]))


def _due(actor: Actor) -> list[Case]:
    return list(inbox(actor).filter(due__isnull=False).order_by("due", "pk")[:MOST])


def _hash(secret: str) -> bytes:
    return hmac.new(keys.key(KEY), secret.encode(), hashlib.sha256).digest()


def day_of(case: Case) -> date:
    """Return the day on which a case of a calendar is due."""
    assert case.due is not None  # a calendar holds no others
    return case.due
