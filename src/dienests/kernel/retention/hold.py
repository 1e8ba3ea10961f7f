"""A hold: while it stands, nothing of its case is erased; triggers on both databases see to it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class Hold(models.Model):
    """One hold of one case, with the basis on which it was placed and, afterwards, lifted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="holds", db_index=False)
    basis = models.CharField(max_length=300, help_text="an order or a paragraph, without names of private people")
    placed_at = models.DateTimeField()
    placed_by = models.UUIDField(help_text="mandate")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True, help_text="mandate; empty where a restored copy was brought up to date")
    lifted_basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at__isnull=True), name="retention_hold_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="retention_hold_has_a_basis"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_basis="")
                | (Q(lifted_at__gte=F("placed_at")) & ~Q(lifted_basis="")),
                name="retention_hold_lifted_whole",
            ),
        ]
        indexes = [models.Index(fields=["case", "placed_at"], name="retention_hold_of_case")]

    def __str__(self) -> str:
        return str(self.id)
