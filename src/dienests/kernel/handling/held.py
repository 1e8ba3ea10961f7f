"""A case held for a generic act: locked like for a declared act, and its event chained in the same way."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.capacity import seen_under
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.cases.locking import Locked, Wanted, absent, lock
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.sight import roles_in
from dienests.kernel.cases.statements import Cursor, columns
from dienests.kernel.log.entry import ActorRef, Entry, Stream
from dienests.kernel.log.events import Event
from dienests.kernel.parties.offices import HeldOffice
from dienests.kernel.procedures.digest import digest
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find


class Done(Exception):
    """The form arrived a second time: what it asks has been done, and nothing is left to do."""


@dataclass
class Held:
    """A locked case and the person who does something with it; `stand` is what the act changes on the case itself."""

    cursor: Cursor
    procedure: type[Procedure]
    found: Locked
    actor: Actor
    excluded: frozenset[UUID]
    act: str
    event: UUID
    at: datetime
    stand: dict[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The case as it stands under the lock."""
        return self.found.case

    @property
    def on(self) -> date:
        """The day of the act."""
        return local_date(self.at)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles by office through which the person sees the case."""
        return roles_in(self.actor, self.procedure, self.case, excluded=self.excluded)

    @cached_property
    def participants(self) -> list[Participant]:
        """Who takes part in the case today."""
        return list(self.case.participants.filter(left_at__isnull=True))

    @property
    def takes_part(self) -> bool:
        """Say whether the person is a party of the case; who entered it by office for somebody else is none."""
        return any(each.person_id == self.actor.person for each in self.participants)

    def official(self) -> HeldOffice:
        """Return the office under which an official who sees the case acts in it; nobody does in an own matter."""
        if not self.roles or self.takes_part:
            raise Refusal(_("This is for officials who handle the case; in an own matter nobody is one."), kind="right")
        for name in sorted(self.roles, key=list(self.procedure.roles).index):
            role = self.procedure.roles[name]
            held = seen_under(self.actor, role, self.case.institution_id, self.case.unit_id)
            held = held or exclusion.held_in_place(self.actor, role, self.case, self.excluded, self.actor.on)
            if held is not None:
                return held
        raise absent()

    def leads(self) -> HeldOffice | None:
        """Return the office under which an official who sees the case leads where it is handled."""
        if not self.roles or self.takes_part:
            return None
        places = (held for held in self.actor.offices if held.covers(self.case.institution_id, self.case.unit_id))
        return next((held for held in places if held.leads), None)

    def opener(self) -> Participant:
        """Return the person as the one who opened the case."""
        own = (each for each in self.participants if each.person_id == self.actor.person)
        found = next(own, None) if self.case.opener_id == self.actor.person else None
        if found is None:
            raise Refusal(_("Only the person who opened the case may do this."), kind="right")
        return found

    def open_only(self) -> None:
        """Refuse what a closed case does not allow."""
        if self.case.closed_at:
            raise Refusal(_("The case is closed; it must be reopened first."), kind="stage")

    def log(self, by: ActorRef, payload: Mapping[str, Any], *, basis: str = "", stage: str = "") -> None:
        """Chain the event of the act to the case, and write what it changes on it."""
        case, before = self.case, self.case.stage
        entry = Entry(
            stream=Stream(STREAM, case.id), act=self.act, at=self.at, actor=by, payload=payload, basis=basis,
            from_state=before, to_state=stage or before,
            version=f"{self.procedure.slug}:{self.procedure.version}", digest=digest(self.procedure),
        )  # fmt: skip
        row = entry.row(position=case.revision + 1, previous=bytes(case.leaf)) | {"id": self.event}
        columns(Event).insert(self.cursor, row)
        changes = {"revision": case.revision + 1, "leaf": row["leaf"]} | self.stand
        if stage:
            changes |= {"stage": stage, "turn": self.procedure.plan.turns.get(stage, "")}
        columns(Case).update(self.cursor, changes, {"id": case.id, "revision": case.revision})
        for name, value in changes.items():
            setattr(case, name, value)


@contextmanager
def held(
    *, case: UUID, act: str, actor: Actor, at: datetime, submission: UUID, runs: bool = False, erased: bool = False
) -> Iterator[Held]:  # fmt: skip
    """Lock a case for one generic act of a person; the form is known by `submission`, so that it is done once.

    Raises Refusal for a case that does not exist or that is about this person, and for one whose data were erased
    (`erased` lets the act in nevertheless), and Done for a form that was sent again.
    """
    known = Case.objects.only("procedure", "version").filter(pk=case).first()
    if known is None:
        raise absent()
    procedure = find(known.procedure, known.version)
    event = uuid5(submission, f"{act} {case} {actor.person}")
    with transaction.atomic(), connection.cursor() as cursor:
        wanted = Wanted((), runs, actor.person, "", ())
        found = lock(cursor, procedure.record, case, wanted, at=at, on=local_date(at))
        excluded = exclusion.people(procedure, found.case, found.record)
        if actor.person in excluded:
            raise absent()
        vars(found.case)["record"] = found.record
        if Event.objects.filter(pk=event).exists():
            raise Done
        here = Held(cursor, procedure, found, actor, excluded, act, event, at)
        if not here.roles and not here.takes_part:
            raise absent()
        if found.case.erased_at and not erased:
            raise Refusal(_("Data of this case were erased; nothing is added to it or changed any more."), kind="stage")
        yield here
