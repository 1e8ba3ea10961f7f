"""A list of people as one reader saw it: one row, written before the list is shown, until each of them has an own."""

from uuid import UUID

from django.db import models

WIDTH = 16  # bytes of a key; a pair is the key of a person and that of a case


class ReadList(models.Model):
    """Looks at many people at once, all alike save person and case; `spread` turns it into read events.

    Append-only, save that it goes once its read events stand: the triggers see to both.
    """

    at = models.DateTimeField()
    reader = models.UUIDField(help_text="person who looked")
    mandate = models.UUIDField(null=True, help_text="office in which the reader looked")
    purpose = models.CharField(max_length=300)
    categories = models.CharField(max_length=600, help_text="slugs of the kinds of data, separated by blanks")
    page = models.SlugField(max_length=60, db_index=False, help_text="name of the page's address")
    pairs = models.BinaryField(help_text="keys of person and case, 32 bytes for each pair")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(purpose=""), name="access_list_has_purpose")]

    def __str__(self) -> str:
        return f"{self.reader} looked at {len(self.pairs) // (2 * WIDTH)} people at {self.at}"


def packed(pairs: list[tuple[UUID, UUID]]) -> bytes:
    """Return persons and cases as they are kept."""
    return b"".join([key.int.to_bytes(WIDTH) for pair in pairs for key in pair])


def unpacked(pairs: bytes) -> list[tuple[UUID, UUID]]:
    """Return persons and cases as they were packed.

    >>> unpacked(packed([(UUID(int=1), UUID(int=2))]))
    [(UUID('00000000-0000-0000-0000-000000000001'), UUID('00000000-0000-0000-0000-000000000002'))]
    """
    keys = [UUID(bytes=pairs[start : start + WIDTH]) for start in range(0, len(pairs), WIDTH)]
    return list(zip(keys[::2], keys[1::2], strict=True))
