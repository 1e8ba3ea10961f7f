"""Effects: what an act asks of other packages, written in the act's own transaction and done after it."""

from django.db import models
from django.db.models import Q

from dienests.kernel.cases.case import Case


class Effect(models.Model):
    """One row of the outbox. A handler runs in one transaction with `done_at`, so that it happens exactly once."""

    event = models.UUIDField(help_text="the act that asks")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=40, db_index=False)
    what = models.CharField(max_length=80, help_text="slug of the letter, of the procedure to open, of the action")
    written_at = models.DateTimeField()
    not_before = models.DateTimeField(help_text="put off after a failure")
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "kind", "what"], name="cases_effect_once")]
        indexes = [models.Index(fields=["not_before"], condition=Q(done_at__isnull=True), name="cases_effect_waiting")]


class Series(models.Model):
    """The last number given out in a register: one row per institution, prefix and year."""

    institution = models.ForeignKey("kernel_parties.Institution", models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "prefix", "year"], name="cases_series_one_per_year")
        ]
