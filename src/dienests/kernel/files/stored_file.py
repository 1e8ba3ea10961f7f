"""A stored file: what the database knows of it; the original and the copy that is passed on lie encrypted on disk."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from dienests.kernel.files.kinds import KINDS


class State(models.TextChoices):
    """What the scanner said."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    REFUSED = "refused"


class StoredFile(models.Model):
    """One file of one subject (a case); `sha256` is that of the original, as it came."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subject = models.UUIDField(db_index=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField(help_text="of the original, in bytes")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.UNSCANNED)
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="files_file_kind_known"),
            models.CheckConstraint(
                condition=Q(state="unscanned", scanned_at__isnull=True)
                | (Q(state__in=["clean", "refused"]) & Q(scanned_at__isnull=False)),
                name="files_file_scanned_whole",
            ),
        ]
        indexes = [models.Index(fields=["at"], condition=Q(state="unscanned"), name="files_file_unscanned")]

    def __str__(self) -> str:
        return str(self.id)
