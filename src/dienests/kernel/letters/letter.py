"""A letter as it was sent: its words are kept, so that a later change of the template changes nothing.

An outgoing letter bears a number of its register, given with its approval. Its event is sealed in the log, a PDF that
bears the receipt of that event is made and sealed, and kept encrypted; nothing of it changes from then on.
"""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.letters.draft import Draft

STREAM = "letter"


class State(models.TextChoices):
    """Where a letter stands; who sends it on its way keeps the state of that elsewhere."""

    PAGE = "page"  # kept as a page alone: sent before letters bore numbers
    APPROVED = "approved"  # numbered; its sealed PDF is yet to be made
    SEALED = "sealed"  # the PDF is kept: ready to be sent on its way


class Letter(models.Model):
    """One letter to one participant of a case, or to somebody outside (no participant); `event` is what sent it.

    `uid` is its public id and names its stream of events; `event` is the decision whose receipt it bears. The code
    that is printed beside the number is not kept, it is computed (`codes`). `sha256` is that of the sealed PDF.
    """

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    event = models.UUIDField()
    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="letters")
    participant = models.ForeignKey("kernel_cases.Participant", models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey("kernel_parties.Institution", models.PROTECT, null=True, related_name="+")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="letters")
    slug = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State, default=State.PAGE)
    register = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=40, blank=True, help_text="register/year/serial")
    sent_at = models.DateTimeField(help_text="when it was approved, which is the date that it bears")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200, blank=True)
    addressee = models.CharField(max_length=500, blank=True, help_text="as printed")
    signatory = models.CharField(max_length=500, blank=True, help_text="office and name, as printed")
    html = models.TextField(help_text="the body, rendered when it was sent")
    salt = models.CharField(max_length=32, blank=True, help_text="of the hash of the body that stands in the log")
    file = models.OneToOneField("kernel_files.StoredFile", models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    level = models.CharField(max_length=10, blank=True, help_text="of the seal, such as B-LT")
    sealed_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    revokes = models.ForeignKey("self", models.PROTECT, null=True, related_name="revocations")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, help_text="put off after a failure")
    failure = models.CharField(max_length=100, blank=True, help_text="the kind of the last failure, none of its words")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "slug", "participant"], name="letters_letter_once"),
            models.UniqueConstraint(
                fields=["event", "slug"], condition=Q(participant__isnull=True), name="letters_letter_once_outside"
            ),
            models.UniqueConstraint(
                fields=["institution", "register", "year", "serial"], name="letters_letter_one_per_number"
            ),
            models.UniqueConstraint(
                fields=["institution", "number"], condition=~Q(number=""), name="letters_letter_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state="page", serial__isnull=True, year__isnull=True, number="")
                | Q(
                    state__in=["approved", "sealed"], serial__gte=1, year__isnull=False, institution__isnull=False
                ) & ~Q(number="") & ~Q(register=""),
                name="letters_letter_numbered_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="sealed", file__isnull=False, sealed_at__gte=F("sent_at")) & ~Q(sha256="")
                | Q(state__in=["page", "approved"], file__isnull=True, sealed_at__isnull=True, sha256=""),
                name="letters_letter_sealed_whole",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | Q(revokes__isnull=True), name="letters_letter_one_purpose"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="approved"), name="letters_letter_unsealed"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.uid)
