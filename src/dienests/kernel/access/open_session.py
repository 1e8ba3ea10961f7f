"""Open sessions: where an account is signed in just now. Neither addresses nor pages are kept."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models

from dienests.kernel.access.account import Account

# Longer than any decision takes to type; a form that is sent later is told so and sends nothing.
IDLE = timedelta(hours=2)
# When somebody was last seen is nobody's business to the minute, and a write per page would cost too much.
COARSE = timedelta(minutes=5)


class OpenSessionQuerySet(models.QuerySet["OpenSession"]):
    """Open sessions, filtered by time."""

    def alive(self, at: datetime) -> "OpenSessionQuerySet":
        """Keep the sessions that are neither too old nor idle for too long."""
        return self.filter(seen_at__gt=at - IDLE, opened_at__gt=at - timedelta(seconds=settings.SESSION_COOKIE_AGE))


class OpenSession(models.Model):
    """One signed-in browser; without this row the cookie opens nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="to five minutes")
    proved_at = models.DateTimeField(null=True, help_text="when the person last proved again who is at the page")
    browser = models.CharField(max_length=60, blank=True, help_text="kind of browser and system only")

    objects = OpenSessionQuerySet.as_manager()

    def is_alive(self, at: datetime) -> bool:
        """Say whether the session is neither too old nor idle for too long, as `alive` does for many."""
        return self.seen_at > at - IDLE and self.opened_at > at - timedelta(seconds=settings.SESSION_COOKIE_AGE)

    def __str__(self) -> str:
        return f"session of {self.account_id} since {self.opened_at}"
