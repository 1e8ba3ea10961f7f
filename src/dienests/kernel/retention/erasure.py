"""An erasure: one kind of data of one case is gone; which event says so, and when."""

from django.db import models


class Erasure(models.Model):
    """One kind of data (`slug`, as in the record of processing) of one case; `event` tells who and on which basis."""

    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="erasures", db_index=False)
    slug = models.CharField(max_length=80)
    event = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "slug"], name="retention_erasure_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.slug}"
