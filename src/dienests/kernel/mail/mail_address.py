"""The e-mail address of an account: used only once its owner has shown that mail to it arrives."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.account import Account


class Channel(models.TextChoices):
    """How somebody wants to be told."""

    DIGEST = "digest", _("one mail a day, at 7:00, when there is something new")
    AT_ONCE = "at-once", _("a mail as soon as there is something new")
    NONE = "none", _("no mail")


class MailAddress(models.Model):
    """One account's address; `pending` waits for its confirmation while `address` stays in use."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="mail")
    address = models.CharField(max_length=254, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.DIGEST)
    refused_at = models.DateTimeField(null=True, help_text="when the mail server said that nobody is there")
    pending = models.CharField(max_length=254, blank=True)
    nonce = models.BinaryField(max_length=16, null=True, help_text="of the link that confirms, so that each is new")
    pending_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pending="", nonce__isnull=True, pending_until__isnull=True)
                | (~Q(pending="") & Q(nonce__isnull=False, pending_until__isnull=False)),
                name="mail_address_pending_whole",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="mail_address_channel_known"),
        ]

    def __str__(self) -> str:
        return f"mail of {self.account_id}"
