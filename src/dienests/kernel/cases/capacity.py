"""In what capacity a person may act in a case: by office, in place of an absent holder, or by relation."""

from dataclasses import dataclass
from uuid import UUID

from dienests.kernel.access.actor import Actor
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.procedures.roles import Group, Role


@dataclass(frozen=True, slots=True)
class Capacity:
    """A role that a person fills; `stands_in_for` is the office of the absent holder."""

    role: Role
    institution: int
    mandate: UUID | None = None
    stands_in_for: str = ""

    def ref(self, participant: UUID | None = None) -> ActorRef:
        """Return who acts, as the log names it: an official by mandate, a private person as participant."""
        return ActorRef(participant=participant) if self.role.relation else ActorRef(mandate=self.mandate)


def by_office(actor: Actor, role: Role, institution: int, unit: int | None) -> Capacity | None:
    """Return how the person fills a role that is an office in this institution and unit; None if not at all."""
    filled = role.recorded_by if isinstance(role, Group) else role
    deputy = filled.stand_in.office if filled.stand_in else ""
    held = actor.serves(filled.office, institution, unit, stand_in=deputy)
    if held is None:
        return None
    return Capacity(role, institution, held.mandate, stands_in_for="" if held.slug == filled.office else filled.office)


def sees_by_office(actor: Actor, role: Role, institution: int, unit: int | None) -> bool:
    """Say whether the person has the sight of a role: a group's members see what its recorder enters."""
    if isinstance(role, Group) and actor.holds(role.office, institution, unit):
        return True
    return by_office(actor, role, institution, unit) is not None
