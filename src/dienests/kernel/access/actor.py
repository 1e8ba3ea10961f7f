"""The actor: who is at the page, with the offices held on the day, fetched once per request."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest

from dienests.kernel.access.account import Account
from dienests.kernel.access.session import open_session_of, seen
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.offices import HeldOffice, held


@dataclass(frozen=True, slots=True)
class Actor:
    """A person and what the person may act as; someone without an office has no rights but over own cases.

    `institution` is the one the pages start from: that of the oldest mandate in force. `absent_offices` holds
    (institution, slug) of offices of a whole institution whose holders are all away that day, and
    `absent_in_units` holds (institution, unit, slug) of the same for offices of one unit. `on` is the day for which
    all this holds.
    """

    person: UUID
    name: str
    institution: int | None = None
    offices: tuple[HeldOffice, ...] = ()
    absent_offices: frozenset[tuple[int, str]] = frozenset()
    account: UUID | None = None
    absent_in_units: frozenset[tuple[int, int, str]] = frozenset()
    on: date | None = None

    def holds(self, slug: str, institution: int, unit: int | None = None) -> HeldOffice | None:
        """Return the held office that covers a case of the institution and unit, the unit's own office first."""
        fitting = [held for held in self.offices if held.slug == slug and held.covers(institution, unit)]
        return min(fitting, key=lambda held: held.unit is None, default=None)

    def is_absent(self, slug: str, institution: int, unit: int | None = None) -> bool:
        """Tell whether an office that covers the case has only absent holders, so that its stand-in may act."""
        return (institution, slug) in self.absent_offices or (
            unit is not None and (institution, unit, slug) in self.absent_in_units
        )

    def serves(self, slug: str, institution: int, unit: int | None = None, *, stand_in: str = "") -> HeldOffice | None:
        """Return the office under which to act as `slug`: the office itself, or its stand-in's while it is absent."""
        own = self.holds(slug, institution, unit)
        if own is None and stand_in and self.is_absent(slug, institution, unit):
            return self.holds(stand_in, institution, unit)
        return own

    def ref(self, mandate: UUID) -> ActorRef:
        """Return how the log names an act under one of the own mandates; raises LookupError for another one."""
        if all(held.mandate != mandate for held in self.offices):
            raise LookupError(f"{self.name} holds no mandate {mandate} today.")
        return ActorRef(mandate=mandate)


def actor_for(account: Account, on: date) -> Actor:
    """Return the actor of an account on the day; two queries, besides the person where it was not fetched along."""
    parties = held(account.person_id, on)
    return Actor(
        person=account.person_id,
        name=account.person.name,
        institution=parties.offices[0].institution if parties.offices else None,
        offices=parties.offices,
        absent_offices=frozenset((key.institution, key.slug) for key in parties.absent if key.unit is None),
        account=account.id,
        absent_in_units=frozenset(
            (key.institution, key.unit, key.slug) for key in parties.absent if key.unit is not None
        ),
        on=on,
    )


def actor_of(request: HttpRequest, *, at: datetime) -> Actor | None:
    """Return the actor of the request's session at the moment, or None when nobody has signed in."""
    session = open_session_of(request, at=at)
    if session is None:
        return None
    seen(session, at=at)
    return actor_for(session.account, local_date(at))
