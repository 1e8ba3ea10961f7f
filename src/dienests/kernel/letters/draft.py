"""A draft: a letter that several offices agree on before one of them approves it; until then it binds nobody."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

OPEN = ("drafting", "agreeing", "approving")


class State(models.TextChoices):
    """Where a draft stands."""

    DRAFTING = "drafting"
    AGREEING = "agreeing"
    APPROVING = "approving"
    APPROVED = "approved"
    DROPPED = "dropped"


class Draft(models.Model):
    """The words of one act that sends a letter, before the act is done: approval does the act, for `owner`.

    `office` drafts (it may know the brief alone), `approver_office` signs. `text` is the number of the words that
    count, `revision` counts every change. `alone` says that the by-laws let one person draft and approve.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="letter_drafts")
    slug = models.CharField(max_length=80, help_text="of the letter")
    act = models.CharField(max_length=80, help_text="that sends the letter")
    office = models.SlugField(max_length=60, db_index=False, help_text="that drafts")
    owner = models.ForeignKey("kernel_parties.Person", models.PROTECT, related_name="+", help_text="who does the act")
    approver_office = models.SlugField(max_length=60, db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTING)
    language = models.CharField(max_length=5, default="lv")
    revision = models.PositiveIntegerField(default=1)
    text = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    approver = models.ForeignKey("kernel_parties.Person", models.PROTECT, null=True, related_name="+")
    approver_mandate = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    event = models.UUIDField(null=True, help_text="of the act that approval did")
    alone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "slug"], condition=Q(state__in=OPEN), name="letters_draft_one_open"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="approved", approver__isnull=False, approver_mandate__isnull=False,
                    approved_at__isnull=False, event__isnull=False,
                ) | Q(
                    state__in=[*OPEN, "dropped"], approver__isnull=True, approver_mandate__isnull=True,
                    approved_at__isnull=True, event__isnull=True,
                ),
                name="letters_draft_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("owner")) | Q(alone=True),
                name="letters_draft_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafting", "dropped"]) | Q(text__gte=1), name="letters_draft_has_words"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state"], condition=Q(state__in=OPEN), name="letters_draft_open")]

    def __str__(self) -> str:
        return str(self.id)
