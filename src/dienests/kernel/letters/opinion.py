"""An opinion: what one office says of one version of a draft; an objection offers other wording where it can."""

from django.db import models
from django.db.models import Q

from dienests.kernel.letters.draft import Draft


class Verdict(models.TextChoices):
    """What was said."""

    WAITING = "waiting"
    AGREED = "agreed"
    OBJECTED = "objected"


class Opinion(models.Model):
    """One office on one version; an objection is settled by taking its wording or by an answer to it."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="opinions")
    text = models.PositiveIntegerField(help_text="number of the version")
    office = models.SlugField(max_length=60, db_index=False)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    person = models.ForeignKey("kernel_parties.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    words = models.TextField(blank=True, help_text="why not")
    field = models.CharField(max_length=80, blank=True, help_text="whose wording is offered")
    wording = models.TextField(blank=True, help_text="offered instead")
    taken = models.BooleanField(default=False, help_text="the wording was taken")
    answer = models.TextField(blank=True, help_text="why it was not")
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "text", "office"], name="letters_opinion_once"),
            models.CheckConstraint(
                condition=Q(verdict="waiting", person__isnull=True, at__isnull=True)
                | Q(verdict="agreed", person__isnull=False, at__isnull=False, words="", wording="")
                | Q(verdict="objected", person__isnull=False, at__isnull=False) & ~Q(words=""),
                name="letters_opinion_whole",
            ),
            models.CheckConstraint(
                condition=Q(taken=False) | (Q(verdict="objected", answer="") & ~Q(wording="")),
                name="letters_opinion_settled_one_way",
            ),
        ]
