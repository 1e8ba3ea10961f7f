"""A posting: words that somebody adds to a case beside its record; the log keeps only their hash."""

from django.db import models
from django.db.models import Q

KINDS = ("note", "message", "statement")


class Posting(models.Model):
    """One note, message or statement; `event` is its act, `salt` (hex) goes with the hash that stands in the log."""

    event = models.UUIDField(primary_key=True)
    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="postings")
    kind = models.SlugField(max_length=20, db_index=False)
    position = models.PositiveIntegerField(help_text="of the event in the case")
    at = models.DateTimeField()
    mandate = models.UUIDField(null=True, help_text="an official")
    participant = models.UUIDField(null=True, help_text="who opened the case")
    text = models.TextField()
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="handling_posting_kind"),
            models.CheckConstraint(
                condition=Q(mandate__isnull=True, participant__isnull=False)
                | Q(mandate__isnull=False, participant__isnull=True),
                name="handling_posting_one_author",
            ),
            models.CheckConstraint(
                condition=~Q(kind="note") | Q(participant__isnull=True), name="handling_posting_notes_of_officials"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="handling_posting_says_something"),
        ]
