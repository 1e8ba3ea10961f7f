"""Official texts as they were imported: one redaction for each file, with the words of its provisions."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from dienests.kernel.parties.period import begins_before_it_ends

__all__ = ["ImportedText", "ProvisionText", "current", "words_of"]


class ImportedText(models.Model):
    """One redaction of an act, known by the hash of its file, in force for valid_from <= day < valid_to.

    Without a first day nobody has said when it is in force. Two files of one first day are one redaction, of which
    the file imported last is the better one.
    """

    act = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    imported_at = models.DateTimeField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True, help_text="the first day of the next redaction")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "sha256"], name="norms_imported_text_once"),
            begins_before_it_ends("norms_imported_text_period"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=False) | Q(valid_to__isnull=True), name="norms_imported_text_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} ({self.sha256[:12]})"


class ProvisionText(models.Model):
    """The words of one provision; `number` is what that text prints before them, if it differs from the address."""

    imported = models.ForeignKey(ImportedText, on_delete=models.PROTECT, related_name="provisions")
    address = models.CharField(max_length=100)
    number = models.CharField(max_length=30, blank=True)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported", "address"], name="norms_provision_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.imported.act}:{self.address}"


def current(act: str, on: date | None = None) -> ImportedText | None:
    """Return the redaction in force on a day (None: the newest), or None where none was imported for it."""
    return _in_force(act, on).first()


def words_of(act: str, address: str, on: date | None = None) -> ProvisionText | None:
    """Return the words of a provision in the redaction in force on a day (None: the newest), or None if not known."""
    found = ProvisionText.objects.filter(imported=models.Subquery(_in_force(act, on).values("pk")[:1]), address=address)
    return found.select_related("imported").first()


def _in_force(act: str, on: date | None) -> "models.QuerySet[ImportedText]":
    """Return the redactions that may be in force, the best first; one without a first day yields to any other."""
    found = ImportedText.objects.filter(act=act)
    if on is not None:
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        found = found.filter(begun & (Q(valid_to__isnull=True) | Q(valid_to__gt=on)))
    return found.order_by(F("valid_from").desc(nulls_last=True), "-imported_at", "-pk")
