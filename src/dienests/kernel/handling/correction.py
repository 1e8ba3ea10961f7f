"""A correction: an earlier act was wrong; what it had written is kept here, and no longer in the record."""

from django.db import models
from django.db.models import Q


class Correction(models.Model):
    """One correction or reopening; `event` is its own act, `corrects` the act that was wrong (empty: reopening).

    `kept` maps each field that was taken back to its value and the salt (hex) of its hash in the log.
    """

    event = models.UUIDField(primary_key=True)
    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="corrections")
    corrects = models.UUIDField(null=True, unique=True)
    mandate = models.UUIDField(null=True)
    at = models.DateTimeField()
    reasons = models.TextField()
    basis = models.CharField(max_length=300)
    salt = models.CharField(max_length=32)
    kept = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reasons="") & ~Q(basis=""), name="handling_correction_says_why")
        ]
