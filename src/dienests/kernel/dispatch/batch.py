"""A batch of post: what is printed together, listed, and carried to the post on one day."""

from django.db import models
from django.db.models import Q


class PostBatch(models.Model):
    """Numbered without gaps within an institution and year; `handed_on` is the day on which the post took it."""

    institution = models.ForeignKey("kernel_parties.Institution", models.PROTECT, related_name="+")
    office = models.SlugField(max_length=60, db_index=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField(help_text="mandate")
    handed_on = models.DateField(null=True)
    handed_by = models.UUIDField(null=True, help_text="mandate")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "year", "serial"], name="dispatch_batch_numbered_once"),
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True, handed_by__isnull=True)
                | Q(handed_on__isnull=False, handed_by__isnull=False),
                name="dispatch_batch_handed_whole",
            ),
        ]

    @property
    def number(self) -> str:
        """Return the number as people write it."""
        return f"{self.year}/{self.serial}"

    def __str__(self) -> str:
        return self.number
