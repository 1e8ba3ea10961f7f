"""Once: a request with a key is carried out once; act and answer are written in one transaction."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dienests.kernel.cases.statements import columns
from dienests.kernel.exchange.kept_answer import KeptAnswer
from dienests.kernel.exchange.refusals import KeyTaken, UnderWay

KEPT_FOR = timedelta(days=1)


class Answer(NamedTuple):
    """Status and text of an answer; `replayed` says that it was given before."""

    status: int
    body: str
    replayed: bool = False


def once(*, token: UUID, key: str, request: bytes, at: datetime, act: Callable[[], Answer]) -> Answer:
    """Carry out an act and keep its answer, or return the one that is kept; an act that raises leaves nothing behind.

    `request` is whatever makes the request what it is. Raises KeyTaken for another request under the same key, and
    UnderWay while the first is being carried out (PostgreSQL; on SQLite the second waits and hears the answer).
    """
    fingerprint, table = hashlib.sha256(request).digest(), columns(KeptAnswer)
    with transaction.atomic():
        if not _alone(token, key):
            raise UnderWay(_("The same request is being carried out at this moment: send it again in a second."))
        kept = KeptAnswer.objects.filter(token=token, key=key).first()
        if kept is not None and kept.kept_at > at - KEPT_FOR:
            if bytes(kept.fingerprint) != fingerprint:
                raise KeyTaken(_("This Idempotency-Key stands on another request already: take a fresh one."))
            return Answer(kept.status, kept.body, replayed=True)
        if kept is not None:
            kept.delete()
        answer = act()
        row = {"token_id": token, "key": key, "fingerprint": fingerprint, "status": answer.status}
        with connection.cursor() as cursor:
            table.insert(cursor, row | {"body": answer.body, "kept_at": at})
    return answer


def forget(*, token: UUID, at: datetime) -> None:
    """Remove the answers of a token that are not promised any more."""
    KeptAnswer.objects.filter(token=token, kept_at__lte=at - KEPT_FOR).delete()


def _alone(token: UUID, key: str) -> bool:
    """Say whether nobody else carries out a request with this key; SQLite lets one writer in at a time anyway."""
    if connection.vendor != "postgresql":
        return True
    number = int.from_bytes(hashlib.sha256(f"{token}:{key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
