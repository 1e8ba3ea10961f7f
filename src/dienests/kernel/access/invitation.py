"""Invitations: one-time links by which a person sets a password, for a first account or after a loss."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.parties.models import Institution, Person


class Purpose(models.TextChoices):
    """What the link is for; the two resets need a second official."""

    JOIN = "join"
    PASSWORD = "password"
    SECOND_FACTOR = "second-factor"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, filtered by state."""

    def standing(self) -> "InvitationQuerySet":
        """Keep those that were neither used nor revoked, whether or not their time is over."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True)

    def valid(self, at: datetime) -> "InvitationQuerySet":
        """Keep those whose link opens at the moment."""
        return self.standing().filter(expires_at__gt=at, fingerprint__isnull=False)


class Invitation(models.Model):
    """One link; the link itself is kept nowhere, only its hash. A reset has none until somebody else confirmed it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    login = models.CharField(max_length=150, blank=True, help_text="of the account to be opened")
    fingerprint = models.BinaryField(null=True, max_length=32, help_text="SHA-256 of 256 random bits")
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", help_text="null: the founding")
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="access_invitation_one_per_link"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="access_invitation_one_standing",
            ),
            # Two people, neither of them the one who lost something: kept by the database, not by a page.
            models.CheckConstraint(
                condition=Q(purpose="join")
                | Q(fingerprint__isnull=True)
                | Q(confirmed_by__isnull=False, asked_by__isnull=False),
                name="access_invitation_reset_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("person"))),
                name="access_invitation_two_people",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True), name="access_invitation_one_end"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.purpose} of {self.person_id}"
