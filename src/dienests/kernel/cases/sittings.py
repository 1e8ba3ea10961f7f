"""Sittings: on which days a body votes or voted, and the minutes of one day; for its members and who presides."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.ballot import Ballot, Recusal, Vote
from dienests.kernel.cases.polling import belongs
from dienests.kernel.cases.sight import visible
from dienests.kernel.parties.bodies import members
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.bodies import bodies
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared, find
from dienests.kernel.procedures.roles import Group
from dienests.kernel.procedures.votes import ABSTAIN, Failure, least

MOST = 200


@dataclass(frozen=True, slots=True)
class Seated:
    """A body in which a person sits or presides, in one institution."""

    body: Group
    institution: int


@dataclass(frozen=True)
class Item:
    """One vote on the agenda of a sitting, as far as it may be shown."""

    ballot: Ballot
    procedure: type[Procedure]
    votes: tuple[Vote, ...]
    recusals: tuple[Recusal, ...]

    @cached_property
    def decided(self) -> Action | None:
        """Return what was decided; None while the vote is open, or where nothing was."""
        return self.procedure.actions.get(self.ballot.decision.choice) if self.ballot.closed_at else None

    @property
    def failure(self) -> str:
        """Return why nothing was decided, in words."""
        failed = self.ballot.decision.failure if self.ballot.closed_at else ""
        return str(Failure(failed).label) if failed else ""

    @property
    def needed(self) -> int:
        """Return how many had to be present."""
        return least(self.ballot.quorum, self.ballot.members or 0)

    @property
    def counts(self) -> list[tuple[Action | None, int, list[str]]]:
        """Return each choice (None: abstained) with its votes, and with names where the votes are open."""
        return [
            (self.procedure.actions.get(choice), number, self._names(choice))
            for choice, number in sorted(self.ballot.counts.items(), key=lambda each: (each[0] == ABSTAIN, -each[1]))
        ]

    def _names(self, choice: str) -> list[str]:
        return [each.person.name for each in self.votes if each.choice == choice] if self.ballot.by_name else []


@dataclass(frozen=True)
class Minutes:
    """What a body did on one day, as far as the reader sees the cases."""

    seated: Seated
    on: date
    members: list[Mandate]
    items: list[Item]

    @property
    def present(self) -> list[str]:
        """Return who voted in anything that day, by name."""
        return sorted({each.person.name for item in self.items for each in item.votes})

    @property
    def absent(self) -> list[str]:
        """Return the members who voted in nothing that day."""
        return [each.person.name for each in self.members if each.person.name not in self.present]


def seated(actor: Actor) -> list[Seated]:
    """Return the bodies in which a person sits, or over which the person presides; no query."""
    found: dict[tuple[str, int], Seated] = {}
    for procedure in declared():
        for body in bodies(procedure):
            for institution in {held.institution for held in actor.offices}:
                if belongs(actor, body, institution, None) or _presides(actor, body, institution):
                    found[body.office, institution] = Seated(body, institution)
    return list(found.values())


def _presides(actor: Actor, body: Group, institution: int) -> bool:
    chair = body.recorded_by
    offices = [chair.office, *([chair.stand_in.office] if chair.stand_in else [])]
    return any(actor.holds(office, institution) for office in offices)


def sittings(actor: Actor, place: Seated) -> list[tuple[date, int]]:
    """Return the days on which a body sits or sat, newest first, each with its number of votes that a person sees."""
    found = Ballot.objects.filter(institution=place.institution, office=place.body.office)
    rows = list(found.order_by("-sitting_on").values_list("sitting_on", "case")[:MOST])
    seen = set(visible(actor, among=[case for _day, case in rows]).values_list("pk", flat=True))
    days = Counter(day for day, case in rows if case in seen)
    return list(days.items())


def minutes(actor: Actor, place: Seated, on: date) -> Minutes:
    """Return the minutes of a day; votes on cases that the person does not see are left out."""
    found = Ballot.objects.filter(institution=place.institution, office=place.body.office, sitting_on=on)
    ballots = list(found.select_related("case").order_by("opened_at", "pk"))
    seen = set(visible(actor, among=[each.case_id for each in ballots]).values_list("pk", flat=True))
    shown = [each for each in ballots if each.case_id in seen]
    votes, recusals = _by_ballot(shown), _by_case(shown)
    items = [
        Item(
            each, find(each.case.procedure, each.case.version), tuple(votes.get(each.pk, ())),
            tuple(one for one in recusals.get(each.case_id, ()) if one.body == each.body),
        )
        for each in shown
    ]  # fmt: skip
    return Minutes(place, on, members(place.institution, place.body.office, on), items)


def _by_ballot(ballots: list[Ballot]) -> dict[object, list[Vote]]:
    found: dict[object, list[Vote]] = {}
    for vote in Vote.objects.filter(ballot__in=ballots).select_related("person").order_by("person__sort_key"):
        found.setdefault(vote.ballot_id, []).append(vote)
    return found


def _by_case(ballots: list[Ballot]) -> dict[object, list[Recusal]]:
    found: dict[object, list[Recusal]] = {}
    of = Recusal.objects.filter(case__in={each.case_id for each in ballots})
    for each in of.select_related("person").order_by("person__sort_key"):
        found.setdefault(each.case_id, []).append(each)
    return found
