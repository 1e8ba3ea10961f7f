"""A letter as it was sent: its words are kept, so that a later change of the template changes nothing."""

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """One letter to one participant of a case, or to somebody outside (no participant); `event` is what sent it."""

    event = models.UUIDField()
    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="letters")
    participant = models.ForeignKey("kernel_cases.Participant", models.PROTECT, null=True, related_name="+")
    slug = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    language = models.CharField(max_length=5)
    html = models.TextField(help_text="the body, rendered when it was sent")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "slug", "participant"], name="letters_letter_once"),
            models.UniqueConstraint(
                fields=["event", "slug"], condition=Q(participant__isnull=True), name="letters_letter_once_outside"
            ),
        ]
