"""Entering, confirming and taking away an address, and choosing how to be told; no address enters the log."""

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import stream_of
from dienests.kernel.access.refusals import AccessError, LinkRefused
from dienests.kernel.keys import store as keys
from dienests.kernel.log.streams import append
from dienests.kernel.mail.mail_address import Channel, MailAddress
from dienests.kernel.mail.mailing import CONFIRMATION, Mailing

KEY = "mail-links"
OPEN_FOR = timedelta(days=2)


def is_address(text: str) -> bool:
    """Say whether a text is an e-mail address that every mail server takes: plain letters only."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return text.isascii()


def state(account: Account) -> MailAddress:
    """Return the address of an account; an empty one where none was entered."""
    return MailAddress.objects.filter(account=account).first() or MailAddress(account=account)


@transaction.atomic
def enter(*, account: Account, address: str, channel: str, at: datetime) -> None:
    """Take an address and how to be told; a new address gets a link first, an empty one takes the old away.

    One that waits for its confirmation already gets no second link.
    """
    row, tidy, fresh = _locked(account), _verified(address), False
    row.channel = Channel(channel).value
    if not tidy or (tidy == row.address and row.refused_at is None):
        row.address, row.pending, row.nonce, row.pending_until = tidy, "", None, None
    elif fresh := tidy != row.pending or row.pending_until is None or row.pending_until <= at:
        row.pending, row.nonce, row.pending_until = tidy, secrets.token_bytes(16), at + OPEN_FOR
    row.save()
    waiting = Mailing.objects.filter(account=account, sent_at__isnull=True, given_up_at__isnull=True)
    if fresh:
        waiting.filter(kind=CONFIRMATION).delete()
        Mailing.objects.create(account=account, kind=CONFIRMATION, made_at=at, not_before=at)
    elif not row.address or row.channel == Channel.NONE:
        waiting.delete()
    append(stream=stream_of(account), act="mail-set", at=at, payload=_told(account, row))


@transaction.atomic
def confirm(*, account: Account, token: str, at: datetime) -> None:
    """Take a new address into use; raises LinkRefused when the link is not its own, or is too old."""
    row = _locked(account)
    right = token_of(row)
    if right is None or row.pending_until is None or row.pending_until <= at or not _same(token, right):
        raise LinkRefused(_("This link opens nothing: it is too old, or belongs to another address. Enter it anew."))
    row.address, row.refused_at = row.pending, None
    row.pending, row.nonce, row.pending_until = "", None, None
    row.save()
    append(stream=stream_of(account), act="mail-confirmed", at=at, payload=_told(account, row))


def token_of(row: MailAddress) -> str | None:
    """Return the secret of the link that confirms the pending address; it is computed and kept nowhere."""
    if not row.pending or row.nonce is None:
        return None
    about = f"{row.account_id}\0{bytes(row.nonce).hex()}\0{row.pending}"
    return b32encode(hmac.new(keys.key(KEY), about.encode(), hashlib.sha256).digest()[:20]).decode().lower()


@sensitive_variables()
def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())


def _locked(account: Account) -> MailAddress:
    row, _created = MailAddress.objects.select_for_update().get_or_create(account=account)
    return row


def _verified(address: str) -> str:
    tidy = address.strip()
    if tidy and not is_address(tidy):
        raise AccessError(_("This is no e-mail address: write it like name@example.lv."))
    return tidy


def _told(account: Account, row: MailAddress) -> dict[str, object]:
    return {"person": str(account.person_id), "channel": row.channel, "address": bool(row.address or row.pending)}
