"""One occurrence of a duty: its period, its due day, and what proved that it was done."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.duties.declaration import Duty, find
from dienests.kernel.duties.evidence import Kind
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import Stream
from dienests.kernel.parties.institution import Institution

__all__ = ["Occurrence"]

OPEN = Q(done_on__isnull=True, evidence="", words="", event__isnull=True)
BY_ACT = Q(done_on__isnull=False, evidence=Kind.ACT, event__isnull=False)
IN_WRITING = Q(done_on__isnull=False, evidence__in=(Kind.REFERENCE, Kind.STATEMENT), event__isnull=True) & ~Q(words="")


class Occurrence(models.Model):
    """A duty that is owed for begins <= day < ends; it is done only with evidence, and its key names its stream."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=100)
    begins = models.DateField()
    ends = models.DateField(help_text="the first day after the period")
    due = models.DateField()
    provisional = models.BooleanField(default=False, help_text="the days off up to the due day are not all published")
    escalated_on = models.DateField(null=True)
    escalated_to = models.CharField(max_length=60, blank=True, help_text="the office above; empty: nobody stands above")
    done_on = models.DateField(null=True)
    done_by = models.UUIDField(null=True, help_text="mandate")
    evidence = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=500, blank=True, help_text="a link, or a statement with the document's number")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "duty", "begins"], name="duties_occurrence_once"),
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="duties_occurrence_period"),
            models.CheckConstraint(condition=Q(due__gte=F("begins")), name="duties_occurrence_due"),
            models.CheckConstraint(condition=OPEN | BY_ACT | IN_WRITING, name="duties_occurrence_done_with_evidence"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_on__gte=F("begins")), name="duties_occurrence_not_before"
            ),
            models.CheckConstraint(
                condition=Q(escalated_on__isnull=True, escalated_to="") | Q(escalated_on__gt=F("due")),
                name="duties_occurrence_escalated_late",
            ),
        ]
        indexes = [
            models.Index(fields=["due"], condition=Q(done_on__isnull=True), name="duties_occurrence_open"),
            models.Index(fields=["duty", "begins"], name="duties_occurrence_duty"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.begins}"

    @property
    def stream(self) -> Stream:
        """The events of this occurrence: appeared, escalated, fulfilled."""
        return Stream(kind="duty", id=self.id)

    @property
    def declared(self) -> Duty | None:
        """The declaration; None where it was struck out."""
        return find(self.duty)

    def is_done(self, on: date) -> bool:
        """Say whether it had been done by the end of a day."""
        return self.done_on is not None and self.done_on <= on

    def is_late(self, on: date) -> bool:
        """Say whether it was past due and not done on a day."""
        return self.due < on and not self.is_done(on)
