"""A draft: one form that somebody has begun, sealed under a code that is not kept."""

from django.db import models
from django.db.models import F, Q


class Draft(models.Model):
    """One form of one person. `content` is null once the form was sent; the row then only tells that it was.

    Neither the procedure nor the case is named before that: what somebody thinks of reporting is nobody's business.
    """

    submission = models.UUIDField(primary_key=True, help_text="of the form, so that it is sent once")
    person = models.ForeignKey("kernel_parties.Person", models.PROTECT, related_name="+")
    hash = models.BinaryField(max_length=32, unique=True, help_text="keyed hash of the code")
    content = models.BinaryField(null=True, help_text="sealed under a key made of the code")
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("saved_at")), name="drafts_draft_ends"),
            models.CheckConstraint(
                condition=Q(content__isnull=True, case__isnull=False) | Q(content__isnull=False, case__isnull=True),
                name="drafts_draft_open_or_sent",
            ),
        ]
