"""Systems: programs of the institution or of an organisation that an administrator has admitted."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.organisation import Organisation


class System(models.Model):
    """One program that may carry tokens of officials; without an organisation it is the institution's own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    admitted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name"], condition=Q(withdrawn_at__isnull=True), name="exchange_system_one_name"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("admitted_at")),
                name="exchange_system_withdrawn_after",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="exchange_system_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
