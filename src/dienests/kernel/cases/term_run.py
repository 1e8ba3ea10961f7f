"""Terms that run: when one began, when it is due, and when it was kept."""

from django.db import models
from django.db.models import F, Q

from dienests.kernel.cases.case import Case


class TermRun(models.Model):
    """One run of one term. `value` is what set it ("working_days:10"; empty: not set), `due` null is no due day."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="term_runs")
    slug = models.CharField(max_length=80)
    value = models.CharField(max_length=80, blank=True)
    started_on = models.DateField()
    due = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    stopped_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "slug"], condition=Q(stopped_on__isnull=True), name="cases_term_run_once"
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(stopped_on__gte=F("started_on")), name="cases_term_run_order"
            ),
        ]

    @property
    def late(self) -> bool:
        """Say whether the term was stopped after its due day."""
        return bool(self.due and self.stopped_on and self.stopped_on > self.due)
