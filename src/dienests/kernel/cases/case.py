"""The case: one matter under one version of one procedure."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class Case(models.Model):
    """Where a matter stands; `revision` counts its events, `leaf` is the hash of the last one, `sight` who sees it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey("kernel_parties.Institution", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("kernel_parties.Unit", models.PROTECT, null=True, related_name="+")
    procedure = models.SlugField(max_length=80, db_index=False)
    version = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, help_text="in the register; opens nothing without more")
    stage = models.CharField(max_length=80)
    turn = models.CharField(max_length=80, blank=True, help_text="office whose turn it is; empty when closed")
    sight = models.BigIntegerField(default=0, help_text="mask of the roles that see the case (procedures.plan)")
    due = models.DateField(null=True, help_text="earliest open due day; null is not set")
    provisional = models.BooleanField(default=False, help_text="the days off up to the due day are not all published")
    revision = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0, help_text="the revision that the account has booked")
    leaf = models.BinaryField()
    opener = models.ForeignKey("kernel_parties.Person", models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    submission = models.UUIDField(null=True, help_text="of the form, so that a double submit makes one case")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True, help_text="when data of people were last erased; nothing is added then")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="cases_case_one_number"),
            models.UniqueConstraint(fields=["submission"], name="cases_case_one_submission"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="cases_case_closes_after"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(closed_at__isnull=False), name="cases_case_closed_when_erased"
            ),
        ]
        indexes = [
            models.Index(
                fields=["institution", "turn", "due", "opened_at"], condition=Q(closed_at__isnull=True),
                name="cases_case_inbox",
            ),
            models.Index(fields=["id"], condition=Q(booked__lt=F("revision")), name="cases_case_unbooked"),
            # Covers the lists: newest first along the index, sight and unit judged without the row.
            models.Index(
                fields=["institution", "procedure", "version", "-opened_at", "-id", "sight", "unit"],
                name="cases_case_newest",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number
