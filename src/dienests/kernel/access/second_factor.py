"""The second factor of an account: a secret shared with an app, and recovery codes for the day the phone is lost."""

from django.db import models

from dienests.kernel.access.account import Account
from dienests.kernel.access.delay import Delay


class SecondFactor(Delay):
    """One account's secret, encrypted; it counts from `confirmed_at` on."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")
    secret = models.BinaryField(help_text="under AES-GCM, bound to the account")
    confirmed_at = models.DateTimeField(null=True, help_text="null: shown, but no code of it was given yet")
    last_step = models.BigIntegerField(default=0, help_text="the last time step used; a code serves once")

    def __str__(self) -> str:
        return f"second factor of {self.account_id}"


class RecoveryCode(models.Model):
    """One recovery code, kept as a keyed hash; it serves once."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="recovery_codes")
    fingerprint = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery code of {self.factor_id}"
