"""Ballots of bodies: what is voted on for a sitting, how members voted, and who has withdrawn from a case."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.votes import ABSTAIN, Count, Decision, Rules, decide


class Ballot(models.Model):
    """One vote of one body in one stage of a case; open, then closed with its count, then ended.

    It ends when its decision is recorded, when the body votes anew, or when the case leaves the stage. `office` is
    the one its members hold, `counts` are votes by action, and `leaf` is the end of its own stream in the log.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="ballots")
    institution = models.ForeignKey("kernel_parties.Institution", models.PROTECT, related_name="+", db_index=False)
    body = models.CharField(max_length=80, help_text="name of the role in the procedure")
    office = models.SlugField(max_length=60, db_index=False)
    stage = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField(help_text="of the body in this case: 1, 2, 3 ...")
    sitting_on = models.DateField()
    by_name = models.BooleanField(help_text="whether it stays known who voted how")
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(help_text="mandate")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True, help_text="mandate of the one who presided")
    ended_at = models.DateTimeField(null=True)
    quorum = models.CharField(max_length=40, blank=True)
    majority = models.CharField(max_length=40, blank=True)
    tie = models.CharField(max_length=40, blank=True)
    members = models.PositiveSmallIntegerField(null=True)
    recused = models.PositiveSmallIntegerField(null=True, help_text="members who have withdrawn or are excluded")
    counts = models.JSONField(default=dict)
    casting = models.CharField(max_length=80, blank=True, help_text="the presiding person's vote where it broke a tie")
    leaf = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "body"], condition=Q(ended_at__isnull=True), name="cases_ballot_one_at_a_time"
            ),
            models.UniqueConstraint(fields=["case", "body", "number"], name="cases_ballot_numbered"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(
                    closed_at__gte=F("opened_at"), closed_by__isnull=False, members__isnull=False,
                    recused__isnull=False, leaf__isnull=False,
                ),
                name="cases_ballot_closed_whole",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["institution", "office", "sitting_on"],
                condition=Q(closed_at__isnull=True, ended_at__isnull=True), name="cases_ballot_open",
            ),
            models.Index(fields=["institution", "office", "sitting_on"], name="cases_ballot_sitting"),
        ]  # fmt: skip

    @property
    def rules(self) -> Rules:
        """Return what the by-laws said on the day of the sitting."""
        return Rules(self.quorum, self.majority, self.tie)

    @property
    def count(self) -> Count:
        """Return how the members voted; known once the ballot is closed."""
        votes = {choice: number for choice, number in self.counts.items() if choice != ABSTAIN}
        return Count(self.members or 0, votes, self.counts.get(ABSTAIN, 0), self.casting)

    @property
    def decision(self) -> Decision:
        """Return what the body decided; counted anew each time from what is kept."""
        return decide(self.rules, self.count)


class Vote(models.Model):
    """The last choice of one member in one ballot; of a secret ballot it is wiped out when the ballot closes.

    `instead_of` is the absent or recused member whose seat a substitute takes.
    """

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    person = models.ForeignKey("kernel_parties.Person", models.PROTECT, related_name="+")
    mandate = models.UUIDField()
    instead_of = models.ForeignKey("kernel_parties.Person", models.PROTECT, null=True, related_name="+")
    choice = models.CharField(max_length=80, blank=True, help_text="name of an action, or an abstention")
    salt = models.CharField(max_length=32, blank=True, help_text="of the hash that stands in the log")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="cases_vote_one_each"),
            models.UniqueConstraint(fields=["ballot", "instead_of"], name="cases_vote_one_per_seat"),
        ]


class Recusal(models.Model):
    """A member has no part in a case's votes any more; the reason stays here, its hash stands in the log."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals")
    body = models.CharField(max_length=80)
    person = models.ForeignKey("kernel_parties.Person", models.PROTECT, related_name="+")
    reason = models.TextField()
    salt = models.CharField(max_length=32)
    mandate = models.UUIDField(help_text="of who entered it: the member, or who presides")
    by_body = models.BooleanField(help_text="the body recused the member, who did not withdraw")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "body", "person"], name="cases_recusal_once")]
