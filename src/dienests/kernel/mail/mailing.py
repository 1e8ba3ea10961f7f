"""A mailing: one mail to one account, from the moment it is due until the server has taken it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from dienests.kernel.access.account import Account

NEWS, CONFIRMATION = "news", "confirmation"


class Mailing(models.Model):
    """One mail; its id is its Message-ID, so that a mail that is sent twice is shown once. It holds no text."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    day = models.DateField(null=True, help_text="of a digest")
    made_at = models.DateTimeField(help_text="tells of notices up to this moment")
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=80, blank=True, help_text="the kind of the last error")
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind"], condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="mail_mailing_one_open",
            ),
            models.UniqueConstraint(fields=["account", "day"], name="mail_mailing_one_digest"),
            models.CheckConstraint(condition=Q(kind__in=[NEWS, CONFIRMATION]), name="mail_mailing_kind_known"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True), name="mail_mailing_one_end"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["not_before"], condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="mail_mailing_due",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)
