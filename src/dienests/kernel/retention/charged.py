"""A case in the hands of whoever is in charge of erasing: locked, the right checked, each form done once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.locking import absent
from dienests.kernel.cases.sight import roles_in
from dienests.kernel.handling.held import Done
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.log.events import Event
from dienests.kernel.norms.basis import Basis
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find
from dienests.kernel.retention import chaining

# The office that sees to it that data are kept no longer than they may be; it needs no sight of what a case says.
OFFICE = "data-protection-officer"
LONGEST = 300


@dataclass
class Charged:
    """A locked case and the office under which somebody erases, or places and lifts a hold."""

    case: Case
    procedure: type[Procedure]
    held: HeldOffice
    event: UUID
    at: datetime

    @property
    def by(self) -> ActorRef:
        """Return who acts, as the log names it."""
        return ActorRef(mandate=self.held.mandate)

    @property
    def on(self) -> date:
        """Return the day of the act."""
        return local_date(self.at)


def in_charge(actor: Actor, institution: int, unit: int | None = None) -> HeldOffice | None:
    """Return the office under which a person is in charge of erasing in an institution."""
    return actor.holds(OFFICE, institution, unit)


@contextmanager
def charged(*, case: UUID, act: str, actor: Actor, at: datetime, submission: UUID) -> Iterator[Charged]:
    """Lock a case for an act of the office in charge, or of an official who sees the case and leads there.

    Raises Refusal for whoever is neither, and in an own matter; Done for a form that was sent again.
    """
    event = uuid5(submission, f"{act} {case} {actor.person}")
    with transaction.atomic():
        found = chaining.locked(case)
        if found is None:
            raise absent()
        procedure = find(found.procedure, found.version)
        held = office(actor, found, procedure)
        if Event.objects.filter(pk=event).exists():
            raise Done
        yield Charged(found, procedure, held, event, at)


def office(actor: Actor, case: Case, procedure: type[Procedure]) -> HeldOffice:
    """Return the office under which a person may do so in a case; raises Refusal."""
    if actor.person in exclusion.people(procedure, case):
        raise absent()
    held = in_charge(actor, case.institution_id, case.unit_id)
    roles = roles_in(actor, procedure, case)
    if held is None:
        places = (each for each in actor.offices if each.covers(case.institution_id, case.unit_id) and each.leads)
        held = next(places, None) if roles else None
    if held is None:
        if not roles:
            raise absent()
        raise Refusal(_("This is for the data protection officer, and for whoever leads where the case is handled."),
                      kind="right")  # fmt: skip
    if case.participants.filter(person=actor.person).exists():
        raise Refusal(_("Nobody decides on data in an own matter: a colleague does."), kind="right")
    return held


def checked(basis: str) -> str:
    """Return a basis without spare space; raises Refusal where it is missing or too long."""
    words = " ".join(basis.split())
    wrong = _("Name the basis: an order or a paragraph.") if not words else ""
    wrong = wrong or (_("The text is too long; shorten it.") if len(words) > LONGEST else "")
    if wrong:
        raise Refusal(wrong, kind="fields", fields={"basis": wrong})
    return words


def paragraph(basis: str) -> Basis | None:
    """Return a basis that is an address of a rulebook, such as vpd-client-data-policy:commitments.4; else None."""
    try:
        found = Basis.parse(basis)
    except ValueError:
        return None
    return found if found.act.replace("-", "").isalnum() and " " not in found.act else None
