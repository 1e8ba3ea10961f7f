"""External identities: by which issuer and subject a sign-in service knows the holder of an account."""

from uuid import uuid4

from django.db import models

from dienests.kernel.access.account import Account


class ExternalIdentity(models.Model):
    """One subject of one issuer. Nothing else of what a sign-in service tells is kept or matched, least of all mail."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="access_identity_one_account"),
            models.UniqueConstraint(fields=["account", "issuer"], name="access_identity_one_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} at {self.issuer}"
