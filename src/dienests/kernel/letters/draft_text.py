"""One version of the words of a draft; all versions are kept until the letter is approved."""

from django.db import models

from dienests.kernel.letters.draft import Draft


class DraftText(models.Model):
    """One version of the words: a map of the fields that the act asks; kept until the letter is approved."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    fields = models.JSONField(help_text="field of the act -> words")
    author = models.ForeignKey("kernel_parties.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    salt = models.CharField(max_length=32, help_text="of the hash that stands in the log")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="letters_text_one_number")]
