"""The growing delay after wrong passwords and codes: per account, so that a shared address locks nobody out."""

from datetime import datetime, timedelta

from django.db import models, transaction

from dienests.kernel.access.account import Account

FREE_ATTEMPTS = 3
LONGEST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


def delay_after(failures: int) -> timedelta:
    """Return how long an account waits after so many failures in a row: 0, 0, 0, 2 s, 4 s, 8 s ... 15 min."""
    if failures <= FREE_ATTEMPTS:
        return timedelta(0)
    # Twelve doublings are beyond the longest delay: a bigger power would only overflow.
    return min(LONGEST, timedelta(seconds=2 ** min(failures - FREE_ATTEMPTS, 12)))


class Delay(models.Model):
    """How often in a row something failed, and until when the next attempt has to wait."""

    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()
    blocked_until = models.DateTimeField()

    class Meta:
        abstract = True

    def count(self, at: datetime) -> bool:
        """Count an attempt as failed before it is judged, and tell whether it may be judged at all."""
        if at < self.blocked_until:
            return False
        if at - self.failed_at >= FORGOTTEN_AFTER:
            self.failures = 0
        self.failures += 1
        self.failed_at, self.blocked_until = at, at + delay_after(self.failures)
        self.save(update_fields=["failures", "failed_at", "blocked_until"])
        return True


class SignInDelay(Delay):
    """The delay of the password of one account."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.failures} failures, blocked until {self.blocked_until}"


@transaction.atomic
def reserve(*, account: Account, at: datetime) -> bool:
    """Count an attempt as failed before the password is compared, and tell whether it may be compared at all.

    Guesses sent side by side would otherwise all be compared before the first of them is counted.
    """
    row, _ = SignInDelay.objects.select_for_update().get_or_create(
        account=account, defaults={"failed_at": at, "blocked_until": at}
    )
    return row.count(at)


def clear(*, account: Account) -> None:
    """Forget the failures: the right password was given."""
    SignInDelay.objects.filter(account=account).delete()
