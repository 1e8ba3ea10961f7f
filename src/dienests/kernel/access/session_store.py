"""Where sessions are kept: Django's own table and code, with one fixed statement for reading, which every page does."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection

from dienests.kernel.tables.columns import columns


class SessionStore(db.SessionStore):
    """Sessions as `django.contrib.sessions.backends.db` keeps, signs and ends them."""

    def _get_session_from_db(self) -> Any:
        """Return the row of the session, or None when there is none of this key or its time is over."""
        table, now = columns(Session), datetime.now(UTC)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {table.listed('s')} FROM {table.table} s WHERE s.session_key = %s AND s.expire_date > %s",
                [self.session_key, table.value("expire_date", now)],
            )
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return table.read(row)
