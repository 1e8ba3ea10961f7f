"""A letter as it was sent: its words are kept, so that a later change of the template changes nothing."""

from django.db import models


class Letter(models.Model):
    """One letter to one participant of a case; `event` is the act that sent it."""

    event = models.UUIDField()
    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="letters")
    participant = models.ForeignKey("kernel_cases.Participant", models.PROTECT, related_name="+")
    slug = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    language = models.CharField(max_length=5)
    html = models.TextField(help_text="the body, rendered when it was sent")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "slug", "participant"], name="letters_letter_once")]
