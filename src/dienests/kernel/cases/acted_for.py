"""Acting for another: one row per act, which both of them can read."""

from django.db import models
from django.db.models import Q

from dienests.kernel.cases.case import Case


class ActedFor(models.Model):
    """One act that a person did for another person or an organisation, and the right under which it was done."""

    event = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    act = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor = models.ForeignKey("kernel_parties.Person", models.PROTECT, related_name="+")
    person = models.ForeignKey("kernel_parties.Person", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("kernel_parties.Organisation", models.PROTECT, null=True, related_name="+")
    representation = models.ForeignKey("kernel_parties.Representation", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True), name="cases_acted_for_subject"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="cases_acted_for_person"),
            models.Index(fields=["actor", "-at"], name="cases_acted_for_actor"),
        ]
