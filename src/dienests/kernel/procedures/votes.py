"""Votes: quorum, majority and tie as pure counting over whole numbers; by-laws choose among the values named here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from dienests.kernel.procedures.items import Label

ABSTAIN: Final = ":abstain"  # no action can have this name


class Share(models.TextChoices):
    """How many members make a quorum, as a part of all; a plain number is the other way to say it."""

    MORE_THAN_HALF = "more_than_half", _("more than half of the members")
    HALF = "half", _("at least half of the members")
    TWO_THIRDS = "two_thirds", _("at least two thirds of the members")
    ALL = "all", _("all members")


class Majority(models.TextChoices):
    """How many votes a choice needs, out of whom."""

    MOST = "most", _("more votes than any other choice")
    OF_VOTES = "more_than_half_of_votes", _("more than half of the votes, abstentions left out")
    OF_PRESENT = "more_than_half_of_present", _("more than half of the members present")
    OF_MEMBERS = "more_than_half_of_members", _("more than half of all members")
    THIRDS_OF_PRESENT = "two_thirds_of_present", _("at least two thirds of the members present")
    THIRDS_OF_MEMBERS = "two_thirds_of_members", _("at least two thirds of all members")


class Tie(models.TextChoices):
    """What follows when two or more choices lead with equally many votes."""

    CHAIR = "chair", _("the vote of the presiding person decides")
    NOTHING = "nothing", _("nothing is decided")


class Failure(models.TextChoices):
    """Why a vote decided nothing."""

    QUORUM = "quorum", _("there was no quorum")
    TIE = "tie", _("the votes were equally divided")
    MAJORITY = "majority", _("no choice had the majority")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the by-laws say; "" is not set. `quorum` is a Share or a number, the others are values named here."""

    quorum: str
    majority: str
    tie: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How a body of `members` voted: votes by choice, abstentions apart; `casting` is what the presiding one chose."""

    members: int
    votes: Mapping[str, int]
    abstained: int = 0
    casting: str = ""

    @property
    def present(self) -> int:
        """Return how many took part: whoever votes or abstains is present."""
        return sum(self.votes.values()) + self.abstained


@dataclass(frozen=True, slots=True)
class Decision:
    """What a vote decided: a choice, or why none; `by_casting` says that the presiding person's vote broke a tie."""

    choice: str = ""
    failure: str = ""
    by_casting: bool = False


def least(quorum: str, members: int) -> int:
    """Return how many members must be present, at least one.

    >>> least("more_than_half", 4), least("two_thirds", 5), least("2", 9)
    (3, 4, 2)
    """
    match quorum:
        case Share.MORE_THAN_HALF:
            needed = members // 2 + 1
        case Share.HALF:
            needed = (members + 1) // 2
        case Share.TWO_THIRDS:
            needed = -(-2 * members // 3)
        case Share.ALL:
            needed = members
        case _:
            needed = int(quorum)
    return max(needed, 1)


def decide(rules: Rules, count: Count) -> Decision:
    """Return what the votes decide; `rules` must say quorum and majority, an unset tie rule decides no tie."""
    if count.present < least(rules.quorum, count.members):
        return Decision(failure=Failure.QUORUM)
    lead = max(count.votes.values(), default=0)
    leaders = [choice for choice, votes in count.votes.items() if votes == lead]
    if lead == 0:
        return Decision(failure=Failure.MAJORITY)
    if len(leaders) == 1:
        decided = _reached(rules.majority, lead, count)
        return Decision(leaders[0]) if decided else Decision(failure=Failure.MAJORITY)
    if rules.tie == Tie.CHAIR and count.casting in leaders and _reached(rules.majority, lead + 1, count, casting=1):
        return Decision(count.casting, by_casting=True)
    return Decision(failure=Failure.TIE)


def _reached(majority: str, votes: int, count: Count, *, casting: int = 0) -> bool:
    """Say whether so many votes are enough; a casting vote is one more vote, and one more voter to be outvoted."""
    cast, present = sum(count.votes.values()) + casting, count.present + casting
    match majority:
        case Majority.MOST:
            return True
        case Majority.OF_VOTES:
            return 2 * votes > cast
        case Majority.OF_PRESENT:
            return 2 * votes > present
        case Majority.OF_MEMBERS:
            return 2 * votes > count.members
        case Majority.THIRDS_OF_PRESENT:
            return 3 * votes >= 2 * present
        case Majority.THIRDS_OF_MEMBERS:
            return 3 * votes >= 2 * count.members
    raise ValueError(f"'{majority}' is no majority; choose one of {', '.join(Majority.values)}.")


MOST_NUMBERED = 25


def quorums() -> list[tuple[str, Label]]:
    """Return (value, words) of every quorum that by-laws may set: the shares, then plain numbers."""
    shares: list[tuple[str, Label]] = [(each.value, each.label) for each in Share]
    return [*shares, *((str(n), str(n)) for n in range(1, MOST_NUMBERED + 1))]
