"""A dated value that an institution sets where the sources leave one open."""

from django.db import models
from django.db.models import F, Q

from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.period import begins_before_it_ends

__all__ = ["Parameter"]


class Parameter(models.Model):
    """One value in force for valid_from <= day < valid_to, with the basis on which somebody entered it."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="parameters")
    slug = models.CharField(max_length=100)
    value = models.TextField()
    basis = models.TextField(help_text="the document that sets the value, such as by-laws with their number and point")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    entered_by = models.UUIDField(null=True, blank=True, help_text="mandate; empty where the machine entered it")
    entered_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True, blank=True, help_text="mandate of the second official")
    confirmed = models.BooleanField(default=True, help_text="whether the source itself was seen and checked")

    class Meta:
        constraints = [
            begins_before_it_ends("norms_parameter_begins_before_it_ends"),
            models.UniqueConstraint(fields=["institution", "slug", "valid_from"], name="norms_parameter_one_per_day"),
            models.UniqueConstraint(
                fields=["institution", "slug"], condition=Q(valid_to__isnull=True), name="norms_parameter_one_open"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="norms_parameter_has_a_basis"),
            models.CheckConstraint(condition=~Q(value=""), name="norms_parameter_has_a_value"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("entered_by")),
                name="norms_parameter_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}: {self.value}"
