"""The electorate: who may vote in a case on the day of a sitting, in whose seat, and how many there can be at most."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases import exclusion
from dienests.kernel.cases.ballot import Recusal
from dienests.kernel.cases.case import Case
from dienests.kernel.parties.bodies import away, members
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import Group

NO_MEMBER = _("Only who is a member of the body on the day of the sitting votes; you are not.")
RECUSED = _("You have no part in this vote: you are recused from this case.")
SEAT_TAKEN = _("A substitute has voted in your seat already.")
NO_SEAT = _("A substitute votes only in the seat of a member who is absent or recused; no such seat is free.")


@dataclass(frozen=True, slots=True)
class Electorate:
    """A body before one case: mandates of members and substitutes by person, and who of them has no part in it.

    `barred` are excluded or recused, `away` marked absent on the day.
    """

    members: Mapping[UUID, Mandate]
    substitutes: Mapping[UUID, Mandate]
    barred: frozenset[UUID]
    away: frozenset[UUID]

    @property
    def barred_members(self) -> int:
        """Return how many seats are empty because their members are excluded or recused."""
        return len(self.barred & self.members.keys())

    @property
    def most(self) -> int:
        """Return how many can take part at most."""
        present = len(self.members.keys() - self.barred)
        return present + min(len(self.able), self.barred_members)

    @property
    def able(self) -> list[UUID]:
        """Return the substitutes who could take a seat."""
        return [each for each in self.substitutes if each not in self.barred | self.away]

    def seat(self, person: UUID, taken: Mapping[UUID, UUID | None]) -> tuple[Mandate, UUID | None] | Label:
        """Return the mandate under which a person votes and the member whose seat it is, or why the person does not.

        `taken` tells of everybody who has voted whose seat it was; None is the own one.
        """
        if person in self.barred:
            return RECUSED
        if person in self.members:
            return SEAT_TAKEN if person in taken.values() else (self.members[person], None)
        if person not in self.substitutes:
            return NO_MEMBER
        if person in taken:
            return self.substitutes[person], taken[person]
        free = [each for each in self.members if each in self.barred | self.away and each not in taken]
        seat = next((each for each in free if each not in taken.values()), None)
        return (self.substitutes[person], seat) if seat else NO_SEAT


def electorate(body: Group, case: Case, procedure: type[Procedure], on: date) -> Electorate:
    """Return who may vote in a case on a day; `case.record` should be at hand; four queries."""
    seated = {each.person_id: each for each in members(case.institution_id, body.office, on, unit=case.unit_id)}
    instead = body.substitutes.office if body.substitutes else ""
    others = members(case.institution_id, instead, on, unit=case.unit_id) if instead else []
    substitutes = {each.person_id: each for each in others if each.person_id not in seated}
    recused = Recusal.objects.filter(case=case, body=body.name).values_list("person", flat=True)
    barred = exclusion.people(procedure, case) | frozenset(recused)
    return Electorate(seated, substitutes, barred, away(case.institution_id, [*seated, *substitutes], on))
