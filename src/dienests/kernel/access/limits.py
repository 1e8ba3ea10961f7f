"""Limits on how often one account may do a thing; never by address, since a whole office stands behind one."""

import hashlib
import math
from datetime import datetime, timedelta

from django.db import connection, models

from dienests.kernel.access.refusals import TooOften

_HOUR = 3600.0


class Allowance(models.Model):
    """A bucket of tokens, kept as one moment: when it will be full again if nothing more is taken from it."""

    key = models.BinaryField(primary_key=True, max_length=16, help_text="hash of what is limited and for whom")
    full_at = models.FloatField(db_index=True, help_text="seconds since 1970")

    def __str__(self) -> str:
        return f"full at {self.full_at}"


# One statement, so that requests side by side cannot both take the last token. No row comes back: the bucket is empty.
_TAKE = """
    INSERT INTO kernel_access_allowance AS held (key, full_at) VALUES (%(key)s, %(now)s + %(token)s)
    ON CONFLICT (key) DO UPDATE
    SET full_at = CASE WHEN held.full_at > %(now)s THEN held.full_at ELSE %(now)s END + %(token)s
    WHERE held.full_at + %(token)s <= %(now)s + %(bucket)s
    RETURNING full_at
"""


def take(*, name: str, who: str, per_hour: int, at: datetime, burst: int | None = None) -> timedelta | None:
    """Take one token of `who` for `name`; return None, or how long to wait when there is none left.

    A full bucket holds `burst` tokens (as many as refill in an hour, unless told otherwise).
    """
    key = hashlib.blake2b(f"{name}\0{who}".encode(), digest_size=16).digest()
    now, token = at.timestamp(), _HOUR / per_hour
    bucket = token * (burst or per_hour)
    with connection.cursor() as cursor:
        # Half a millisecond forgives what adding fractions loses.
        cursor.execute(_TAKE, {"key": key, "now": now, "token": token, "bucket": bucket + 0.0005})
        if cursor.fetchone() is not None:
            return None
    full_at = Allowance.objects.values_list("full_at", flat=True).get(pk=key)
    return timedelta(seconds=max(1, math.ceil(round(full_at + token - bucket - now, 3))))


def demand(*, name: str, who: str, per_hour: int, at: datetime, sentence: str, burst: int | None = None) -> None:
    """Take one token; raises TooOften with the sentence when there is none left."""
    wait = take(name=name, who=who, per_hour=per_hour, at=at, burst=burst)
    if wait is not None:
        raise TooOften(sentence, wait=wait)


def forget(*, at: datetime) -> None:
    """Remove the buckets that are full: they say nothing that an absent row would not say."""
    Allowance.objects.filter(full_at__lt=at.timestamp()).delete()
