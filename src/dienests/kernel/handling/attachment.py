"""An attachment: a file that came with a note, a message or a statement; whoever reads the words may open it."""

from django.db import models


class Attachment(models.Model):
    """One file of one posting; `salt` (hex) goes with the hash of the original that stands in the log."""

    file = models.OneToOneField("kernel_files.StoredFile", models.PROTECT, primary_key=True, related_name="+")
    posting = models.ForeignKey("kernel_handling.Posting", models.PROTECT, related_name="attachments")
    salt = models.CharField(max_length=32)
