"""Participants: private persons and organisations in a case. Their public id stands in the log, their name does not."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from dienests.kernel.cases.case import Case


class Participant(models.Model):
    """One person or organisation in one role of one case; the link to the person can be erased.

    Who has left sees the case no longer; the row stays, for the log names its id.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey(Case, models.PROTECT, related_name="participants")
    role = models.CharField(max_length=80)
    person = models.ForeignKey("kernel_parties.Person", models.PROTECT, null=True, related_name="+")
    left_at = models.DateTimeField(null=True, help_text="a party whom the record names no longer")
    organisation = models.ForeignKey("kernel_parties.Organisation", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "role", "person"], name="cases_participant_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(organisation__isnull=True), name="cases_participant_one_kind"
            ),
        ]
