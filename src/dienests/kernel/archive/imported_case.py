"""A case that another institution handed over: its archive is kept as it came, and nothing of it happened here."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class ImportedCase(models.Model):
    """One archive. Its bytes lie in the vault under a key of their own; this row holds nothing of a person.

    `office` reads it. `origin`, `key` and `size` tell under which log, signed by whom, it proves itself; `case` is the
    id that it has there. `destroyed_at`: the key of the archive is gone, and what it held with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("kernel_parties.Institution", models.PROTECT, related_name="+", db_index=False)
    office = models.SlugField(max_length=60, db_index=False)
    sha256 = models.CharField(max_length=64)
    origin = models.CharField(max_length=200)
    key = models.CharField(max_length=400)
    size = models.BigIntegerField(help_text="acts under the checkpoint")
    sender = models.CharField(max_length=200, help_text="the institution that it names")
    case = models.UUIDField()
    number = models.CharField(max_length=40)
    procedure = models.SlugField(max_length=80, db_index=False)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    acts = models.PositiveIntegerField()
    basis = models.CharField(max_length=300, help_text="why it was taken in")
    at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "sha256"], name="archive_imported_once"),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(destroyed_at__gte=F("at")), name="archive_imported_destroyed"
            ),
        ]
        indexes = [models.Index(fields=["institution", "office", "-at"], name="archive_imported_newest")]

    def __str__(self) -> str:
        return f"{self.sender} {self.number}"
