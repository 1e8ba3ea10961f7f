"""Terms that run: when one began, when it is due, and when it was kept."""

from django.db import models
from django.db.models import F, Q

from dienests.kernel.cases.case import Case


class TermRun(models.Model):
    """One run of one term. `value` is what set it ("working_days:10"; empty: not set), `due` null is no due day.

    What set it stays: a parameter that is set or changed while the term runs moves no run. `ends` is the day on which
    the term ends before it is moved off days off. A suspended run (`suspended_on`) keeps the due day that it had; the
    case does not count it until it is resumed.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="term_runs")
    slug = models.CharField(max_length=80)
    value = models.CharField(max_length=80, blank=True)
    started_on = models.DateField()
    ends = models.DateField(null=True)
    due = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    suspended_on = models.DateField(null=True)
    suspended_days = models.PositiveIntegerField(default=0, help_text="of suspensions that are over")
    extended_on = models.DateField(null=True)
    extended_by = models.CharField(max_length=80, blank=True, default="", help_text='such as "months:3"')
    extensions = models.PositiveSmallIntegerField(default=0)
    lapsed = models.BooleanField(default=False)
    stopped_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "slug"], condition=Q(stopped_on__isnull=True), name="cases_term_run_once"
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(stopped_on__gte=F("started_on")), name="cases_term_run_order"
            ),
            models.CheckConstraint(condition=Q(extensions__lte=1), name="cases_term_run_extended_once"),
            models.CheckConstraint(
                condition=Q(extensions=0, extended_on__isnull=True) | Q(extensions=1, extended_on__isnull=False),
                name="cases_term_run_extended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(suspended_on__isnull=True) | Q(suspended_on__gte=F("started_on")),
                name="cases_term_run_suspended_while_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(suspended_on__isnull=True) | Q(stopped_on__isnull=True),
                name="cases_term_run_stopped_or_suspended",
            ),
        ]
        indexes = [
            models.Index(fields=["due"], condition=Q(stopped_on__isnull=True), name="cases_term_run_open"),
        ]

    @property
    def late(self) -> bool:
        """Say whether the term was stopped after its due day."""
        return bool(self.due and self.stopped_on and self.stopped_on > self.due)
