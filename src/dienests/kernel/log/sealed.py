"""The order of the log: which event is which leaf of the tree, what still waits for a place, and who may give one."""

from django.db import models


class Sealed(models.Model):
    """The leaf at one index; `event` is empty for a lost entry: published, but a restored older copy lacks it."""

    index = models.BigIntegerField(primary_key=True, help_text="0, 1, 2 ... without gaps")
    event = models.UUIDField(null=True, unique=True)
    leaf = models.BinaryField()


class Unsealed(models.Model):
    """An event without a place in the tree. A trigger writes it with the event itself, so none is ever missed.

    Within one stream the numbers rise with the positions, since writers of a stream wait for each other.
    """

    event = models.UUIDField()


class Tree(models.Model):
    """The one row about the tree: its name, its key, and the lease of whoever seals.

    The fencing number rises with each lease; a sealer that was overtaken finds another number and writes nothing.
    """

    origin = models.CharField(max_length=120)
    key = models.CharField(max_length=300, help_text="the public key, as others check signatures with it")
    published = models.BigIntegerField(default=0, help_text="entries under the last checkpoint")
    number = models.BigIntegerField(default=0, help_text="the fencing number of the last lease")
    held_until = models.DateTimeField(null=True)
