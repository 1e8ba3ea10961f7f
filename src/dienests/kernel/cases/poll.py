"""A poll: how the vote of a body on a case stands, for one person."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.ballot import Ballot, Vote
from dienests.kernel.cases.balloting import seats
from dienests.kernel.cases.by_laws import ByLaws, by_laws
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.electorate import Electorate, electorate
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import Group
from dienests.kernel.procedures.votes import Failure, least

READING = _("whoever votes or abstains is present; who is recused leaves the number of members as it is")
WORDS = {"quorum": _("Quorum"), "majority": _("Majority")}


class Unset(NamedTuple):
    """A value that the sources leave open, and where it should stand."""

    label: Label
    where: Label


class Seat(NamedTuple):
    """A member or substitute by name, and what stands against their vote."""

    name: str
    note: Label


@dataclass(frozen=True)
class Poll:
    """A body before a case, for one person: what may be decided, who may vote, and how far the vote has come.

    What a page does not show is not asked for.
    """

    body: Group
    ballot: Ballot | None
    choices: list[Action]
    presides: bool
    case: Case
    procedure: type[Procedure]
    person: UUID
    on: date
    reading: Label = READING

    @cached_property
    def voters(self) -> Electorate:
        """Return who may vote on the day of the sitting, or today where none is called."""
        return electorate(self.body, self.case, self.procedure, self._day)

    @cached_property
    def said(self) -> ByLaws:
        """Return how the body decides on that day."""
        return by_laws(self.body, self.case.institution_id, self._day)

    @property
    def _day(self) -> date:
        return self.ballot.sitting_on if self.ballot else self.on

    @cached_property
    def _given(self) -> dict[UUID, Vote]:
        return {each.person_id: each for each in self.ballot.votes.all()} if self.ballot else {}

    @property
    def refused(self) -> Label:
        """Return why the person may not vote; "" where the person may."""
        taken = {person: each.instead_of_id for person, each in self._given.items()}
        seat = self.voters.seat(self.person, taken)
        return "" if isinstance(seat, tuple) else seat

    @property
    def own(self) -> Vote | None:
        """Return the vote that the person has given so far."""
        return self._given.get(self.person)

    @property
    def voted(self) -> int:
        """Return how many have voted whose votes count."""
        return len(self._given.keys() - self.voters.barred)

    @property
    def members(self) -> int:
        """Return of how many members the body consists."""
        return seats(self.said, self.voters)

    @property
    def needed(self) -> int:
        """Return how many must be present; 0 where the quorum is not set."""
        return least(self.said.rules.quorum, self.members) if self.said.rules.quorum else 0

    @property
    def no_quorum_left(self) -> bool:
        """Say whether so many are recused that no vote can have a quorum."""
        return bool(self.needed) and self.voters.most < self.needed

    @property
    def is_open(self) -> bool:
        """Say whether votes are still taken."""
        return self.ballot is not None and self.ballot.closed_at is None

    @property
    def over(self) -> bool:
        """Say whether the day of the sitting has passed without a count."""
        return self.ballot is not None and self.is_open and self.on > self.ballot.sitting_on

    @property
    def may_close(self) -> bool:
        """Say whether the person may close the vote today."""
        return self.ballot is not None and self.presides and self.is_open and self.on >= self.ballot.sitting_on

    @property
    def may_call(self) -> bool:
        """Say whether the person may call a vote: there is none, or one that decided nothing."""
        ended = self.ballot is None or (not self.is_open and not self.ballot.decision.choice)
        return self.presides and bool(self.choices) and ended

    @property
    def own_label(self) -> Label:
        """Return what the person voted for, in words; "" for an abstention or no vote."""
        chosen = self.own.choice if self.own else ""
        return next((act.label for act in self.choices if act.name == chosen), "")

    @property
    def failure(self) -> Label:
        """Return why the closed vote decided nothing, in words."""
        failed = self.ballot.decision.failure if self.ballot and not self.is_open else ""
        return Failure(failed).label if failed else ""

    @property
    def unset(self) -> list[Unset]:
        """Return what the by-laws do not say, without which no vote decides."""
        missing = (what for what in ("quorum", "majority") if not getattr(self.said.rules, what))
        return [Unset(WORDS[what], getattr(self.body, what).where) for what in missing]

    @property
    def seats(self) -> list[Seat]:
        """Return the members, then the substitutes, each with what stands against their vote."""
        people = [*self.voters.members.items(), *self.voters.substitutes.items()]
        return [Seat(held.person.name, self._note(who)) for who, held in people]

    def _note(self, who: UUID) -> Label:
        if who in self.voters.barred:
            return _("recused")
        if who in self.voters.away:
            return _("absent")
        return _("substitute") if who in self.voters.substitutes else ""

    @property
    def decided(self) -> Action | None:
        """Return what the closed vote decided."""
        if self.ballot is None or self.is_open:
            return None
        return next((act for act in self.choices if act.name == self.ballot.decision.choice), None)
