"""Entries of the index: one for each thing that can be found, with its words folded and in their dictionary forms."""

from django.db import models


class Entry(models.Model):
    """One thing of one kind; `words` is what `language.lemmas.indexed` makes of its text."""

    id = models.BigAutoField(primary_key=True)
    kind = models.SlugField(max_length=40, db_index=False)
    key = models.CharField(max_length=80)
    words = models.TextField()
    revision = models.PositiveIntegerField(default=0, help_text="of the thing when it was indexed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]


class Reached(models.Model):
    """Up to which moment the events of a kind have been taken into the index."""

    kind = models.SlugField(max_length=40, primary_key=True)
    at = models.DateTimeField()
