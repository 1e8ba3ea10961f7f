"""Patience with a server or carrier that does not answer: a minute, two, four ... an hour between attempts."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

LONGEST = timedelta(hours=1)
MOST = 30_000  # what the column holds


def put_off(rows: QuerySet[Any], *, attempts: int, error: Exception, at: datetime) -> None:
    """Put off what was not taken after so many attempts before this one; only the kind of the error is kept.

    `rows` leave out what has ended meanwhile.
    """
    count = min(attempts + 1, MOST)
    wait = min(LONGEST, timedelta(minutes=2 ** min(count - 1, 6)))
    rows.update(attempts=count, not_before=at + wait, failure=type(error).__name__)
