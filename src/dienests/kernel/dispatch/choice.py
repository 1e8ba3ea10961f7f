"""How a person wants letters; without a choice they lie on this site, where the person has an account."""

from django.db import models
from django.db.models import Q

from dienests.kernel.access.account import Account
from dienests.kernel.dispatch.way import ADDRESSED, Way


class DeliveryChoice(models.Model):
    """The way that the person of one account chose; `address` is an e-address or a postal one, else empty.

    Letters by e-mail go to the address that the account has confirmed, whatever it is on the day.
    """

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="delivery")
    way = models.CharField(max_length=10, choices=Way)
    address = models.CharField(max_length=500, blank=True)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="dispatch_choice_way_known"),
            models.CheckConstraint(
                condition=Q(way__in=[each for each in ADDRESSED if each != Way.MAIL]) & ~Q(address="")
                | Q(way__in=[Way.SITE, Way.MAIL, Way.HAND], address=""),
                name="dispatch_choice_addressed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} of {self.account_id}"
