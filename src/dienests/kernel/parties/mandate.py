"""Mandates: who holds which office from when to when."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import Q

from dienests.kernel.parties.office import Office
from dienests.kernel.parties.period import begins_before_it_ends, covers
from dienests.kernel.parties.person import Person


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates, filtered by time."""

    def in_force(self, on: date) -> "MandateQuerySet":
        """Keep the mandates in force on the day."""
        return self.filter(covers(on))


class Mandate(models.Model):
    """One person in one office for a period; what an official does is done under a mandate and names it for ever."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="the first day without the office")
    order_number = models.CharField(max_length=200, help_text="basis of appointment")

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            begins_before_it_ends("parties_mandate_period"),
            models.UniqueConstraint(
                fields=["office", "person"], condition=Q(valid_to__isnull=True), name="parties_mandate_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id}: {self.person_id} [{self.valid_from}, {self.valid_to or '...'})"
