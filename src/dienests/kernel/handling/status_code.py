"""The code with which somebody asks about a case without signing in; only a keyed hash of it is kept."""

from django.db import models


class StatusCode(models.Model):
    """The one code of a case; a new one takes the place of the old."""

    case = models.OneToOneField("kernel_cases.Case", models.PROTECT, primary_key=True, related_name="+")
    hash = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
