"""A proposal to set, change or end a parameter: one official proposes, another one decides."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.person import Person

__all__ = ["Outcome", "Proposal"]


class Outcome(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("waits for a decision")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN = Q(outcome=Outcome.OPEN, decided_by__isnull=True, decided_at__isnull=True)
BY_ANOTHER = Q(outcome__in=(Outcome.APPROVED, Outcome.REJECTED), decided_by__isnull=False, decided_at__isnull=False)
BY_ITSELF = Q(outcome=Outcome.WITHDRAWN, decided_by=F("proposed_by"), decided_at__isnull=False)


class Proposal(models.Model):
    """A value (empty: the value in force is to end) from a day on; it changes nothing until somebody else approves."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=100)
    value = models.TextField(blank=True)
    basis = models.TextField()
    confirmed = models.BooleanField(default=True, help_text="whether the source itself was seen and checked")
    valid_from = models.DateField(help_text="where a value is to end, the first day without it")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_under = models.UUIDField(help_text="mandate")
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_under = models.UUIDField(null=True, help_text="mandate")
    decided_at = models.DateTimeField(null=True)
    reasons = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(basis=""), name="norms_proposal_has_a_basis"),
            models.CheckConstraint(condition=OPEN | BY_ANOTHER | BY_ITSELF, name="norms_proposal_decided_or_open"),
            # Two people, whatever the code above forgot.
            models.CheckConstraint(
                condition=Q(outcome__in=(Outcome.OPEN, Outcome.WITHDRAWN)) | ~Q(decided_by=F("proposed_by")),
                name="norms_proposal_two_people",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=(Outcome.OPEN, Outcome.APPROVED)) | ~Q(reasons=""),
                name="norms_proposal_reasons",
            ),
            models.UniqueConstraint(
                fields=["institution", "slug", "valid_from"], condition=Q(outcome=Outcome.OPEN),
                name="norms_proposal_one_open_per_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.slug}: {self.value or '-'} [{self.outcome}]"

    @property
    def ends_value(self) -> bool:
        """Say whether the proposal is that the value in force ends."""
        return not self.value
