"""Natural persons."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.parties.alphabet import fold, sort_key


class Person(models.Model):
    """A natural person; the personal code is here only as a keyed hash and as a ciphertext."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    # A text of unlimited length: a letter of a foreign script takes nine digits.
    sort_key = models.TextField(editable=False, help_text="sorts as a Latvian list does")
    folded = models.TextField(editable=False, help_text="the name without marks, for search")
    code_search = models.BinaryField(null=True, max_length=32, help_text="HMAC of the personal code, for equality")
    code_cipher = models.BinaryField(null=True, help_text="the personal code under AES-GCM, for display")
    born_on = models.DateField(null=True, help_text="only where representation or an age decides something")
    died_on = models.DateField(null=True)

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["code_search"], name="parties_person_one_per_code"),
            models.CheckConstraint(
                condition=Q(code_search__isnull=True, code_cipher__isnull=True)
                | Q(code_search__isnull=False, code_cipher__isnull=False),
                name="parties_person_code_whole",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(born_on__isnull=True) | Q(died_on__gte=F("born_on")),
                name="parties_person_life",
            ),
        ]
        indexes = [models.Index(fields=["sort_key"], name="parties_person_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the two derived columns, which are never older than the name."""
        self.given_name, self.family_name = " ".join(self.given_name.split()), " ".join(self.family_name.split())
        self.sort_key = sort_key(self.family_name, self.given_name)
        self.folded = fold(f"{self.given_name} {self.family_name}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key", "folded"}
        super().save(*args, **kwargs)
