"""Official texts as they were imported: one redaction for each file, with the words of its provisions."""

from django.db import models

__all__ = ["ImportedText", "ProvisionText", "current", "words_of"]


class ImportedText(models.Model):
    """One official text of an act, known by the hash of its file."""

    act = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "sha256"], name="norms_imported_text_once"),
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


def current(act: str) -> ImportedText | None:
    """Return the text of an act that was imported last, or None where none was."""
    return ImportedText.objects.filter(act=act).order_by("-imported_at", "-pk").first()


def words_of(act: str, address: str) -> ProvisionText | None:
    """Return the words of a provision in the text imported last, or None where they are not known."""
    newest = ImportedText.objects.filter(act=act).order_by("-imported_at", "-pk").values("pk")[:1]
    found = ProvisionText.objects.filter(imported=models.Subquery(newest), address=address)
    return found.select_related("imported").first()
