"""Absences: the days on which a stand-in may act."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.period import covers
from dienests.kernel.parties.person import Person


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences, filtered by time."""

    def covering(self, on: date) -> "AbsenceQuerySet":
        """Keep the absences that cover the day."""
        return self.filter(covers(on))


class Absence(models.Model):
    """A person is away from an institution for a period; why is nobody's business and has no column."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="absences", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="the day of return")
    recorded_by = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            # Equal days are an absence that was withdrawn before it began: it covers no day and stays as evidence.
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")), name="parties_absence_period"
            ),
            models.UniqueConstraint(
                fields=["institution", "person"], condition=Q(valid_to__isnull=True), name="parties_absence_one_open"
            ),
        ]
        indexes = [
            # "Who is away today" and "is this person away" must not walk through the absences of past years.
            models.Index(fields=["institution", "valid_to"], name="parties_absence_not_over"),
            models.Index(fields=["person", "institution", "valid_from"], name="parties_absence_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} away [{self.valid_from}, {self.valid_to or '...'})"
