"""Sums: what the shares of all booked cases add up to, by quarter and by day."""

from datetime import date
from enum import StrEnum

from django.db import models


class Kind(StrEnum):
    """What is counted; `name` and `detail` of a sum say of what.

    An act: how often it was done (detail: days since its stage began). Left: how often a stage was left (detail: days
    spent in it). Stands: how many cases more stand in a stage than before (detail: options, as JSON). The others count
    runs of a term: begun, fallen late, kept, kept late.
    """

    ACT = "act"
    LEFT = "left"
    STANDS = "stands"
    BEGUN = "begun"
    FELL_LATE = "fell-late"
    KEPT = "kept"
    KEPT_LATE = "kept-late"


class Sum(models.Model):
    """One count in one period: a quarter (`quarter_of`) or a day (its ordinal); the numbers of the two never meet.

    A day is counted once in its own row and once in the row of its quarter, so that a long past is read in few rows.
    """

    period = models.IntegerField()
    institution = models.ForeignKey("kernel_parties.Institution", models.PROTECT, related_name="+", db_index=False)
    version = models.CharField(max_length=120, help_text="slug:version of a procedure")
    kind = models.SlugField(max_length=20, db_index=False)
    name = models.CharField(max_length=80, help_text="of the act, stage or term")
    detail = models.CharField(max_length=400, blank=True)
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "institution", "version", "kind", "name", "detail"], name="account_sum_once"
            )
        ]


def quarter_of(day: date) -> int:
    """Return the number of a day's quarter; quarters that follow each other have numbers that do."""
    return day.year * 4 + (day.month - 1) // 3


def first_day(quarter: int) -> date:
    """Return the first day of a quarter."""
    return date(quarter // 4, quarter % 4 * 3 + 1, 1)
