"""Legal persons outside the house."""

from typing import Any
from uuid import uuid4

from django.db import models

from dienests.kernel.parties.alphabet import fold


class Organisation(models.Model):
    """A legal person; its registration number is public and stands in plain."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    registration_number = models.CharField(max_length=11, unique=True)
    name = models.CharField(max_length=200)
    folded = models.TextField(editable=False, help_text="the name without marks, for search")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the derived column, which is never older than the name."""
        self.folded = fold(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(*args, **kwargs)
