"""What was measured, append-only, and what is aimed at."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.period import begins_before_it_ends

__all__ = ["Measurement", "Target"]


class Measurement(models.Model):
    """The value of an indicator for begins <= day < ends as it was measured then; a later one stands beside it.

    `facts` is the SHA-256 of the events behind it, `of` how many there are; a value entered by hand has words instead.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=100)
    begins = models.DateField()
    ends = models.DateField(help_text="the first day after the period")
    position = models.PositiveSmallIntegerField(help_text="1, 2, 3 ... within the period")
    value = models.DecimalField(max_digits=14, decimal_places=1, null=True, help_text="null where there is nothing")
    of = models.PositiveIntegerField(default=0, help_text="so many events are behind it")
    facts = models.CharField(max_length=64, blank=True)
    words = models.CharField(max_length=300, blank=True, help_text="the document from which a value was entered")
    measured_at = models.DateTimeField()
    measured_by = models.UUIDField(null=True, help_text="mandate; empty where the machine measured")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "indicator", "begins", "position"],
                name="indicators_measurement_one_per_position",
            ),
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="indicators_measurement_period"),
            models.CheckConstraint(
                condition=(~Q(facts="") & Q(words="")) | (Q(facts="", measured_by__isnull=False) & ~Q(words="")),
                name="indicators_measurement_counted_or_entered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.begins}: {self.value}"


class Target(models.Model):
    """What an institution aims at for valid_from <= day < valid_to, with its basis."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=100)
    value = models.DecimalField(max_digits=14, decimal_places=1)
    basis = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    set_by = models.UUIDField(null=True, help_text="mandate")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            begins_before_it_ends("indicators_target_period"),
            models.UniqueConstraint(
                fields=["institution", "indicator", "valid_from"], name="indicators_target_one_per_day"
            ),
            models.UniqueConstraint(
                fields=["institution", "indicator"],
                condition=Q(valid_to__isnull=True),
                name="indicators_target_one_open",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="indicators_target_has_a_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"

    def aims_at(self, ends: date) -> bool:
        """Say whether it was in force on the day before `ends`."""
        return self.valid_from < ends and (self.valid_to is None or self.valid_to >= ends)
