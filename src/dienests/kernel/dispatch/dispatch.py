"""A dispatch: one sealed letter on one way to its addressee; one that came back stays, another one follows it."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.dispatch.batch import PostBatch
from dienests.kernel.dispatch.way import BY_MACHINE, BY_POST, Way
from dienests.kernel.letters.letter import Letter


class State(models.TextChoices):
    """Where a letter is on its way."""

    WAITING = "waiting"  # for a way, for the machine, for the post, or for the addressee to come
    SENT = "sent"  # out of our hands
    DELIVERED = "delivered"  # proven to have reached the addressee
    RETURNED = "returned"  # came back, or could not be handed over: somebody finds another way


class Dispatch(models.Model):
    """`way` is empty until somebody or the addressee's choice has set it; `event` is that of the sending.

    `office` is the office that looks after the letter: the one that drafts it, save where `keepers` name another. The
    id is the Message-ID of a mail and the name of a parcel, so that whoever gets it twice sees it once.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="dispatches")
    office = models.SlugField(max_length=60, db_index=False)
    way = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField()
    mandate = models.UUIDField(null=True, help_text="of the official who chose the way or handed the letter over")
    batch = models.ForeignKey(PostBatch, models.PROTECT, null=True, related_name="dispatches")
    tracked_as = models.CharField(max_length=40, blank=True, help_text="number of a registered item")
    sent_at = models.DateTimeField(null=True)
    event = models.UUIDField(null=True)
    delivered_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=200, blank=True, help_text="who took it, if not the addressee")
    returned_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, help_text="why it came back")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(help_text="when the machine tries next")
    failure = models.CharField(max_length=80, blank=True, help_text="the kind of the last error, none of its words")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=~Q(state="returned"), name="dispatch_dispatch_one_on_its_way"
            ),
            models.CheckConstraint(condition=Q(way__in=["", *Way.values]), name="dispatch_dispatch_way_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", sent_at__isnull=True, event__isnull=True, delivered_at__isnull=True)
                | Q(state="sent", sent_at__isnull=False, event__isnull=False, delivered_at__isnull=True)
                | Q(state="delivered", sent_at__isnull=False, event__isnull=False, delivered_at__gte=F("sent_at"))
                | Q(state="returned", returned_at__isnull=False, delivered_at__isnull=True),
                name="dispatch_dispatch_state_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | ~Q(way=""), name="dispatch_dispatch_goes_some_way"
            ),
            models.CheckConstraint(
                condition=Q(batch__isnull=True) | Q(way__in=BY_POST), name="dispatch_dispatch_batch_is_post"
            ),
            models.CheckConstraint(
                # An address may be erased once the letter is out of our hands.
                condition=Q(way__in=["mail", "e-address", "post", "registered"])
                & (~Q(address="") | ~Q(state="waiting"))
                | Q(way__in=["", "site", "hand"], address=""),
                name="dispatch_dispatch_addressed",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="waiting"), name="dispatch_dispatch_due"),
            models.Index(
                fields=["office"], condition=Q(state="waiting"), name="dispatch_dispatch_waiting"
            ),
        ]  # fmt: skip

    def is_claimed(self, at: datetime) -> bool:
        """Tell whether a round hands the letter over at this moment; what only waits to be tried anew has failed."""
        return self.state == State.WAITING and self.way in BY_MACHINE and self.not_before > at and not self.failure

    @property
    def way_label(self) -> str:
        """Return the way as people call it, in the active language; empty where none is chosen."""
        return str(Way(self.way).label) if self.way else ""

    def __str__(self) -> str:
        return f"{self.letter_id} by {self.way or 'no way yet'}: {self.state}"
