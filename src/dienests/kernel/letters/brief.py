"""A brief: what an office that may not read the case is given, so that it can draft the letter."""

from django.db import models

from dienests.kernel.letters.draft import Draft


class Brief(models.Model):
    """The fields of the case that somebody who reads them has handed on, and words of guidance."""

    draft = models.OneToOneField(Draft, models.CASCADE, related_name="brief")
    fields = models.JSONField(default=dict, help_text="name of the field -> its value in words")
    words = models.TextField(blank=True)
    giver = models.ForeignKey("kernel_parties.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    salt = models.CharField(max_length=32)
