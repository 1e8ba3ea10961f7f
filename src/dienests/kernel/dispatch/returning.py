"""Mail that came back: a report of a mail server (RFC 3464) is matched with the dispatch whose Message-ID it names."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from uuid import UUID

from django.utils.translation import gettext as _

from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused, returned
from dienests.kernel.dispatch.way import Way

MOST = 1_000_000  # a report repeats at most the head of the mail
_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>@\s]+>")


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a mail server: the dispatch it names, and why the mail failed."""

    dispatch: UUID
    reason: str


def bounced(raw: bytes, *, at: datetime) -> Dispatch | None:
    """Take a mail that came back and return the dispatch that it ends; None where it is no report on one of ours.

    Anybody can write such a report. It only makes a task for the office, and never ends what was proven delivered.
    """
    report = read(raw)
    row = Dispatch.objects.filter(pk=report.dispatch, way=Way.MAIL, state=State.SENT).first() if report else None
    if report is None or row is None:
        return None
    try:
        returned(dispatch=row, reason=report.reason, at=at)
    except DispatchRefused:  # the same report came twice
        return None
    return row


def read(raw: bytes) -> Report | None:
    """Return what a report says; None where it says nothing final about a mail of ours."""
    found = message_from_bytes(raw[:MOST], policy=policy.default)
    if not isinstance(found, EmailMessage) or found.get_content_type() != "multipart/report":
        return None
    status, original = "", ""
    for part in found.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            status = status or _failed(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            original = original or _original(part)
    named = _OURS.search(original)
    return Report(UUID(named[1]), status) if named and status else None


def _failed(part: Message) -> str:
    """Return why the mail failed for good; empty where it was delivered, relayed or only delayed."""
    for block in _inner(part):
        if str(block.get("Action", "")).strip().lower() == "failed":
            code = " ".join(str(block.get("Status", "")).split())[:20]
            return _("the mail came back ({code})").format(code=code or "5.0.0")
    return ""


def _original(part: Message) -> str:
    inner = _inner(part)
    if inner:
        return str(inner[0].get("Message-ID", ""))
    raw = part.get_payload(decode=True)
    head = message_from_bytes(raw if isinstance(raw, bytes) else b"", policy=policy.default)
    return str(head.get("Message-ID", ""))


def _inner(part: Message) -> list[Message]:
    found = part.get_payload()
    return [each for each in found if isinstance(each, Message)] if isinstance(found, list) else []
