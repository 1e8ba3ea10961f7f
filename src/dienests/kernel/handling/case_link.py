"""A link between two cases that officials read together; each direction is a row of its own."""

from django.db import models
from django.db.models import F, Q


class CaseLink(models.Model):
    """`case` is read together with `other`; `salt` (hex) goes with the hash of the other in the log of the case."""

    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="links")
    other = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    mandate = models.UUIDField()
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="handling_link_once"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="handling_link_to_another"),
        ]
