"""The year as it stood when it was over: kept for ever, in the table and in the log."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from dienests.kernel.parties.institution import Institution

__all__ = ["Snapshot"]


class Snapshot(models.Model):
    """The value of an indicator for a year; one that corrects it stands beside it and names the first.

    `event` is the event of the log that says the same, so that a receipt proves it. `behind` is how many measurements
    of the year there were: more of them mean that something was corrected since.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(help_text="1, 2, 3 ... within the year")
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    value = models.DecimalField(max_digits=14, decimal_places=1, null=True, help_text="null where there is nothing")
    target = models.DecimalField(max_digits=14, decimal_places=1, null=True, help_text="in force on the last day")
    numerator = models.PositiveIntegerField(null=True, help_text="of a share")
    denominator = models.PositiveIntegerField(default=0, help_text="so many events are behind it")
    cases = models.PositiveIntegerField(default=0, help_text="so many cases are behind it")
    facts = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the events behind it")
    words = models.CharField(max_length=300, blank=True, help_text="the document from which a value was entered")
    definition = models.CharField(max_length=64, help_text="SHA-256 of the declaration that was in force")
    behind = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    event = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "indicator", "year", "position"], name="indicators_snapshot_one_per_position"
            ),
            models.CheckConstraint(
                condition=Q(position=1, first__isnull=True) | Q(position__gt=1, first__isnull=False),
                name="indicators_snapshot_names_the_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}: {self.value}"
