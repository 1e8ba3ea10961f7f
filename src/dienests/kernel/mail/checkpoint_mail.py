"""A checkpoint on its way to somebody outside this house, who keeps it."""

from uuid import uuid4

from django.db import models


class CheckpointMail(models.Model):
    """One checkpoint for one address and day; it waits here until the mail server has taken it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    address = models.EmailField(help_text="set by the institution in the parameter log.checkpoint.recipients")
    day = models.DateField()
    note = models.TextField(help_text="the signed checkpoint as it stood on that morning")
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=80, blank=True, help_text="the kind of the last error")
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "day"], name="mail_checkpoint_one_a_day"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(given_up_at__isnull=True),
                name="mail_checkpoint_one_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
