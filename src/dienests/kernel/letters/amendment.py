"""An amendment: what one official proposes to correct in a sealed letter, or why to revoke it, and who approved that.

A sealed letter never changes: approval makes another letter that corrects or revokes it, and both name each other.
"""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dienests.kernel.letters.letter import Letter


class Kind(models.TextChoices):
    """What the other letter does to the first."""

    CORRECTS = "corrects", _("correct: the letter stays in force, with the correction")
    REVOKES = "revokes", _("revoke: the letter is no longer in force")


class State(models.TextChoices):
    """Where an amendment stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DROPPED = "dropped"


class Amendment(models.Model):
    """`words` are those of the letter that is to follow, `basis` the norm or order; `made` is that letter."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField()
    basis = models.CharField(max_length=300)
    salt = models.CharField(max_length=32, blank=True, help_text="of the hash that stands in the log")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey("kernel_parties.Person", models.PROTECT, related_name="+")
    proposed_mandate = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("kernel_parties.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    alone = models.BooleanField(default=False, help_text="the by-laws let one person propose and approve")
    made = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="made_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(state="proposed"), name="letters_amendment_one_open"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="letters_amendment_kind_known"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True, made__isnull=True)
                | Q(state="approved", decided_by__isnull=False, decided_at__isnull=False, made__isnull=False)
                | Q(state="dropped", decided_by__isnull=False, decided_at__isnull=False, made__isnull=True),
                name="letters_amendment_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("proposed_by")) | Q(alone=True),
                name="letters_amendment_two_people",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.letter_id}: {self.state}"
