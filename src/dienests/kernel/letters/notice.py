"""A notice: that something happened in a case for somebody. It tells the act and the moment, and nothing else."""

from django.db import models
from django.db.models import F, Q


class Notice(models.Model):
    """One person is told of one act; `seen_at` is when the page of the case was opened, `sent_at` when mail told of it.

    It holds no words of the case: what happened is read in the case itself, by who may see it.
    """

    event = models.UUIDField()
    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="notices", db_index=False)
    person = models.ForeignKey("kernel_parties.Person", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=80, help_text="of the procedure, in which the person is told")
    act = models.CharField(max_length=80)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="letters_notice_once"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True) | Q(seen_at__gte=F("at")), name="letters_notice_seen_after"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "case"], condition=Q(seen_at__isnull=True), name="letters_notice_new"),
            models.Index(fields=["at"], condition=Q(sent_at__isnull=True), name="letters_notice_unsent"),
        ]
