"""In what capacity a person may act in a case: by office, in place of an absent holder, or by relation."""

from dataclasses import dataclass
from uuid import UUID

from dienests.kernel.access.actor import Actor
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.procedures.roles import Group, Role


@dataclass(frozen=True, slots=True)
class Capacity:
    """A role that a person fills.

    `stands_in_for` is the office of a holder who cannot act, `unit` is where a case belongs that the person opens.
    """

    role: Role
    institution: int
    mandate: UUID | None = None
    stands_in_for: str = ""
    unit: int | None = None

    def ref(self, participant: UUID | None = None) -> ActorRef:
        """Return who acts, as the log names it: an official by mandate, a private person as participant."""
        return ActorRef(participant=participant) if self.role.relation else ActorRef(mandate=self.mandate)


def by_office(actor: Actor, role: Role, institution: int, unit: int | None) -> Capacity | None:
    """Return how the person fills a role that is an office in this institution and unit; None if not at all."""
    filled = role.recorded_by if isinstance(role, Group) else role
    held = _serving(actor, role, institution, unit)
    if held is None:
        return None
    instead = "" if held.slug == filled.office else filled.office
    return Capacity(role, institution, held.mandate, stands_in_for=instead, unit=held.unit)


def seen_under(actor: Actor, role: Role, institution: int, unit: int | None) -> HeldOffice | None:
    """Return the office that gives a person the sight of a role: a group's members see what its recorder enters."""
    if isinstance(role, Group):
        member = actor.holds(role.office, institution, unit)
        if member is not None:
            return member
    return _serving(actor, role, institution, unit)


def _serving(actor: Actor, role: Role, institution: int, unit: int | None) -> HeldOffice | None:
    filled = role.recorded_by if isinstance(role, Group) else role
    deputy = filled.stand_in.office if filled.stand_in else ""
    return actor.serves(filled.office, institution, unit, stand_in=deputy)


def own_offices(role: Role) -> tuple[str, ...]:
    """Return the offices that have the sight of a role without standing in for anybody."""
    return (role.office, role.recorded_by.office) if isinstance(role, Group) else (role.office,)
