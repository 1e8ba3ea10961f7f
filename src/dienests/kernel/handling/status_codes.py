"""Codes for asking about a case: issued to who opened it, shown once; number and code together tell where it stands."""

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from dienests.kernel.access import long_codes
from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.handling.held import Done, held
from dienests.kernel.handling.status_code import StatusCode
from dienests.kernel.keys import store as keys
from dienests.kernel.log.entry import ActorRef

KEY = "status-codes"


def issue(*, case: UUID, actor: Actor, at: datetime, submission: UUID) -> str:
    """Return a new code for a case to the person who opened it; an earlier one opens nothing any more.

    A form that is sent again gets no code ("") : the one that was shown still holds.
    """
    code = long_codes.new()
    try:
        with held(case=case, act="issue_code", actor=actor, at=at, submission=submission) as here:
            who = here.opener()
            StatusCode.objects.update_or_create(case=here.case, defaults={"hash": _hash(code), "issued_at": at})
            here.log(ActorRef(participant=who.pk), {})
    except Done:
        return ""
    return long_codes.grouped(code)


def has_code(case: Case) -> bool:
    """Say whether a code was issued for a case."""
    return StatusCode.objects.filter(case=case).exists()


def found(*, number: str, code: str) -> Case | None:
    """Return the case of a number and its code; None for a wrong number and for a wrong code alike, after one query."""
    row = StatusCode.objects.filter(hash=_hash(long_codes.plain(code))).select_related("case__institution").first()
    wanted = row.case.number if row else ""
    same = hmac.compare_digest(wanted.upper().encode(), "".join(number.split()).upper().encode())
    return row.case if row and same else None


def _hash(code: str) -> bytes:
    return hmac.new(keys.key(KEY), code.encode(), hashlib.sha256).digest()
