"""The secret address of a calendar of due days; only a keyed hash of it is kept."""

from django.db import models

KINDS = ("desk", "mine")


class FeedToken(models.Model):
    """One address of one account: `desk` lists what waits for the offices of the person, `mine` the own cases."""

    account = models.ForeignKey("kernel_access.Account", models.CASCADE, related_name="+")
    kind = models.SlugField(max_length=10, db_index=False)
    hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind"], name="handling_feed_token_one_of_a_kind"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="handling_feed_token_kind"),
        ]
