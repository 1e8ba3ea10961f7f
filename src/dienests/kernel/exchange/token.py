"""Tokens: with what a program proves in whose name it asks; only the hash of one is kept."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.access.account import Account
from dienests.kernel.exchange.system import System
from dienests.kernel.parties.institution import Institution

LONGEST = timedelta(days=365)


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens, of which those alive on a moment can be asked for."""

    def alive(self, at: datetime) -> "TokenQuerySet":
        """Keep the tokens that are valid at the moment."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class Token(models.Model):
    """One token of a person, for an own program or (`system`) for an admitted one; it can do what the person can.

    `mandate` narrows it to one office; a system's token always is. `operations` are names of operations or groups.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    mandate = models.UUIDField(null=True, help_text="the one office in which it acts; empty: whatever the person may")
    system = models.ForeignKey(System, on_delete=models.PROTECT, null=True, related_name="tokens")
    name = models.CharField(max_length=80)
    hashed = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of a secret of 256 random bits")
    operations = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True, help_text="to a few minutes")

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")) & Q(expires_at__lte=F("created_at") + LONGEST),
                name="exchange_token_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(system__isnull=True) | Q(mandate__isnull=False),
                name="exchange_token_system_has_office",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="exchange_token_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def allows(self, *names: str) -> bool:
        """Say whether one of the names, an operation or its groups, stands on the token."""
        return any(name in self.operations for name in names)

    def is_alive(self, at: datetime) -> bool:
        """Say whether the token is valid at the moment."""
        return self.revoked_at is None and self.expires_at > at
