"""Offices: what a person may be appointed to."""

from django.db import models
from django.db.models import Q

from dienests.kernel.parties.institution import Institution, Unit
from dienests.kernel.parties.naming import in_language


class Office(models.Model):
    """An office of an institution; without a unit it covers the whole of it, with one just the cases of that unit."""

    id = models.AutoField(primary_key=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="offices")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="offices")
    slug = models.SlugField(max_length=60, help_text="procedures name an office by it")
    title_lv = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    leads = models.BooleanField(default=False, help_text="its holder is the direct manager of the unit")

    class Meta:
        constraints = [
            # NULL differs from NULL in a unique constraint, hence one for each kind of office.
            models.UniqueConstraint(
                fields=["institution", "slug"], condition=Q(unit__isnull=True), name="parties_office_one_in_institution"
            ),
            models.UniqueConstraint(
                fields=["unit", "slug"], condition=Q(unit__isnull=False), name="parties_office_one_in_unit"
            ),
            models.UniqueConstraint(
                fields=["institution"],
                condition=Q(unit__isnull=True, leads=True),
                name="parties_office_one_leads_institution",
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(unit__isnull=False, leads=True), name="parties_office_one_leads_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return in_language(self.title_lv, self.title_en)
