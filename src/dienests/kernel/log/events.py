"""The event: one row per act, never changed, never removed."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from dienests.kernel.log.canonical import Encoder, written


class Payload(models.JSONField):
    """A field of JSON kept in the bytes that are hashed, so that an audit need not read and write it anew.

    On PostgreSQL the column is text, since jsonb has words of its own. Rows of older versions hold the same values in
    other words. For migrations it is a JSONField.
    """

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, encoder=Encoder)

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the kind of the column."""
        return "text" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Return what the driver is given."""
        if connection.vendor == "postgresql" and value is not None:
            return written(value).decode()
        return super().get_db_prep_value(value, connection, prepared)

    def deconstruct(self) -> Any:
        """Return what a migration writes."""
        name, _path, words, given = super().deconstruct()
        del given["encoder"]
        return name, "django.db.models.JSONField", words, given


class Event(models.Model):
    """One act in one stream; `payload` and `salt` may be erased, everything else stands for ever."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    stream_kind = models.SlugField(max_length=40, db_index=False)
    stream = models.UUIDField()
    position = models.PositiveIntegerField(help_text="1, 2, 3 ... within the stream")
    version = models.CharField(max_length=120, blank=True, help_text="slug:version of a procedure, or empty")
    digest = models.CharField(max_length=64, blank=True, help_text="of the declaration that was in force")
    at = models.DateTimeField()
    mandate = models.UUIDField(null=True, help_text="an official acts under a mandate")
    participant = models.UUIDField(null=True, help_text="a private person acts as participant of a case")
    act = models.SlugField(max_length=80, db_index=False)
    basis = models.TextField(blank=True)
    from_state = models.CharField(max_length=80, blank=True)
    to_state = models.CharField(max_length=80, blank=True)
    payload = Payload(null=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()
    previous = models.BinaryField()
    leaf = models.BinaryField()

    class Meta:
        constraints = [
            # Two writers on one stream: the second one fails here, whatever the code above forgot.
            models.UniqueConstraint(fields=["stream_kind", "stream", "position"], name="log_event_one_per_position"),
            models.CheckConstraint(
                condition=models.Q(mandate__isnull=True) | models.Q(participant__isnull=True),
                name="log_event_one_actor",
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="log_event_at"),
            # How often an act was done, and when it was done last, are read along this index alone.
            models.Index(fields=["stream_kind", "version", "act", "at", "stream"], name="log_event_acts"),
        ]

    def __str__(self) -> str:
        return f"{self.stream_kind} {self.stream} #{self.position} {self.act}"


class Head(models.Model):
    """Where a stream stands: its last position and leaf. A case keeps its own head on its locked row instead."""

    stream_kind = models.SlugField(max_length=40, db_index=False)
    stream = models.UUIDField()
    position = models.PositiveIntegerField()
    leaf = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream_kind", "stream"], name="log_head_one_per_stream")]
