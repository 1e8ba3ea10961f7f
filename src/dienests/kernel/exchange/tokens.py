"""Making tokens, finding whose one is, revoking it at once."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.exchange import once
from dienests.kernel.exchange.refusals import ExchangeError, TokenRefused
from dienests.kernel.exchange.system import System
from dienests.kernel.exchange.token import LONGEST, Token
from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import refusals

PREFIX, BYTES = "dnt_", 32  # the prefix lets a scanner of sources find a token that was left there
COARSE = timedelta(minutes=5)


def stream_of(token: Token) -> Stream:
    """Return the stream that tells when a token was made and revoked; its secret never enters it."""
    return Stream(kind="token", id=token.id)


@sensitive_variables("secret")
@transaction.atomic
def make(
    *, account: Account, actor: Actor, name: str, operations: Sequence[str], days: int, at: datetime,
    mandate: UUID | None = None, system: System | None = None,
) -> tuple[Token, str]:  # fmt: skip
    """Make a token of the person who asks and return it with its secret, which nobody can read again.

    `actor` is the person with the offices of the day; `mandate` is one of them.
    """
    held = next((each for each in actor.offices if each.mandate == mandate), None)
    if account.person_id != actor.person or (mandate is not None and held is None):
        raise ExchangeError(_("A token is made by the person in whose name it asks, for an office held today."))
    if system is not None and (held is None or system.institution_id != held.institution or system.withdrawn_at):
        raise ExchangeError(_("A token for a system names an office in the institution that admitted the system."))
    if not 0 < days <= LONGEST.days:
        raise ExchangeError(_("A token is valid for at least a day and at most a year."))
    if not operations:
        raise ExchangeError(_("The token would open nothing: choose what it may do."))
    secret = PREFIX + secrets.token_urlsafe(BYTES)
    token = Token(
        institution_id=held.institution if held else actor.institution, account=account, mandate=mandate,
        system=system, name=refusals.text(name, _("The token has no name: write what it is for."))[:80],
        hashed=hashed(secret), operations=sorted(set(operations)), created_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    token.save(force_insert=True)
    append(
        stream=stream_of(token), act="made", at=at, actor=ActorRef(mandate=mandate),
        payload={
            "account": str(account.pk), "operations": token.operations, "expires_at": token.expires_at,
            "system": str(system.pk) if system else "",
        },
    )  # fmt: skip
    return token, secret


@transaction.atomic
def revoke(
    *, token: UUID, at: datetime, by: ActorRef, account: UUID | None = None, institution: int | None = None
) -> Token:
    """Revoke a token of an account, or as administrator one of the institution; it opens nothing from now on."""
    own = {"account": account} if account is not None else {"institution": institution}
    found = Token.objects.select_for_update().filter(pk=token, **own).first()
    if found is None or found.revoked_at is not None:
        raise ExchangeError(_("There is no such token that could be revoked: look at the list again."))
    found.revoked_at = at
    found.save(update_fields=["revoked_at"])
    append(stream=stream_of(found), act="revoked", at=at, actor=by)
    return found


@sensitive_variables("secret")
def token_of(secret: str, *, at: datetime) -> Token:
    """Return the token with this secret, in one query; raises TokenRefused and never says which part was wrong."""
    # The look-up is by the hash of 256 random bits: how long it takes tells nothing about any token.
    digest = hashed(secret)
    found = Token.objects.select_related("account__person", "system").filter(hashed=digest).first()
    if found is None or not hmac.compare_digest(bytes(found.hashed), digest):
        raise TokenRefused(_("This token is not known here: copy it anew, or make another one."))
    if found.revoked_at is not None:
        raise TokenRefused(_("This token was revoked and opens nothing any more: make another one."))
    if not found.is_alive(at):
        raise TokenRefused(_("This token has expired: make another one."))
    if not found.account.is_open(local_date(at)):
        raise TokenRefused(_("The account behind this token is closed."))
    return found


def used(token: Token, *, at: datetime) -> None:
    """Note that the token is in use, every few minutes only; then its answers of yesterday are thrown away too."""
    if token.used_at is not None and at - token.used_at < COARSE:
        return
    # A program that only reads is not stopped by a database that cannot write just now.
    with suppress(OperationalError), transaction.atomic():
        Token.objects.filter(pk=token.pk).update(used_at=at)
        once.forget(token=token.pk, at=at)


def actor_by(token: Token, *, at: datetime) -> Actor:
    """Return in whose name the token asks, with the offices of the day; raises TokenRefused when its office ended."""
    actor = actor_for(token.account, local_date(at))
    if token.mandate is None:
        return actor
    held = tuple(each for each in actor.offices if each.mandate == token.mandate)
    if not held:
        raise TokenRefused(_("The office for which this token was made is not held any more."))
    return replace(actor, institution=held[0].institution, offices=held)


def hashed(secret: str) -> bytes:
    """Return what is kept of a secret; it is random enough that a plain hash cannot be searched."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()
