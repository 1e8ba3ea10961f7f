"""One act being carried out in a locked case: fields, terms, entry, event, effects, and the guarded change."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases import answers, carrying, decisions, effects, entitled, parties, printing
from dienests.kernel.cases.acted_for import ActedFor
from dienests.kernel.cases.capacity import Capacity
from dienests.kernel.cases.entitled import Acting
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.cases.locking import Locked
from dienests.kernel.cases.running import Running
from dienests.kernel.cases.statements import Cursor, columns
from dienests.kernel.log.entry import Entry, Stream
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.digest import digest
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.roles import Group


class Act:
    """An act and what it has changed so far; when a check fails, the transaction around it takes everything back."""

    def __init__(
        self, cursor: Cursor, procedure: type[Procedure], action: Action, found: Locked, capacity: Capacity, *,
        at: datetime, on: date, person: UUID | None,
    ) -> None:  # fmt: skip
        self.cursor, self.procedure, self.action, self.capacity, self.at, self.on = (
            cursor,
            procedure,
            action,
            capacity,
            at,
            on,
        )
        self.case, self.record, self.found, self.person = found.case, found.record, found, person
        self.before = found.case.stage
        self.effects: list[effects.Wanted] = []
        self.payload: dict[str, Any] = {}
        self.entry: Any = None

    def carry_out(self, fields: Mapping[str, Any]) -> None:
        """Check the fields and rules, then write everything."""
        named = parties.named(self.procedure, self.record)
        changed = self._answers(fields)
        self._rules()
        if self.action.follows.opens:
            carrying.check(self.action, self.record)
        acting = self._entitled()
        self._move()
        self._terms()
        event = self._event()
        self._write(changed)
        decisions.end(self.cursor, self.procedure, self.action, self.case, before=self.before, at=self.at)
        parties.change(self.cursor, self.procedure, self.record, self.case, before=named, at=self.at)
        if acting is not None:
            self._acts_for(acting, event["id"])
        self.effects = effects.write(self.cursor, self.procedure, self.action, self.case, event=event["id"], at=self.at)

    def _answers(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        adds = self.action.follows.adds
        if not (fields or self.action.fields or self.action.sets or adds):
            return {}
        target = adds(case=self.case, position=self.case.revision + 1) if adds else self.record
        changed = answers.clean(self.action, target, fields, self.found.refused)
        if self.person is not None and not adds:  # what the machine carries over nobody could write otherwise
            printing.check(self.procedure, self.action, changed)
        kept, salts = answers.payload(target, changed)
        self.payload |= kept
        if salts != target.salts:
            target.salts = changed["salts"] = salts
        self.entry = target if adds else None
        return changed

    def _rules(self) -> None:
        for rule in self.procedure.rules.values():
            if not rule.holds.holds(self.record):
                sentence = format_lazy(_("This cannot be recorded: {rule}."), rule=rule.label)
                looked_at = rule.holds.reads()
                asked = [name for name in self.action.fields if looked_at & {name, f"{name}_id"}]
                raise Refusal(sentence, basis=rule.basis, kind="rule", fields=dict.fromkeys(asked, sentence))

    def _entitled(self) -> Acting | None:
        acting = entitled.check(self.action, self.case, self.record, actor=self.person, on=self.on)
        if acting is not None:
            self.payload["acts_for"] = acting.payload()
        return acting

    def _acts_for(self, acting: Acting, event: UUID) -> None:
        row = {
            "event": event, "case_id": self.case.id, "act": self.action.name, "at": self.at, "actor_id": acting.who,
            "person_id": acting.person, "organisation_id": acting.organisation,
            "representation_id": acting.representation,
        }  # fmt: skip
        columns(ActedFor).insert(self.cursor, row)

    def _move(self) -> None:
        case, stage = self.case, self.action.goes(self.procedure.stages[self.case.stage])
        case.stage, case.turn = stage.name, self.procedure.plan.turns[stage.name]
        case.sight |= self.procedure.plan.sights[stage.name]
        case.closed_at = self.at if stage.ends else None

    def _terms(self) -> None:
        if self.action.follows.terms:
            running = Running(self.cursor, self.found, on=self.on)
            self.payload |= running.follow(self.action)
            self.case.due, self.case.provisional = running.earliest()

    def _event(self) -> dict[str, Any]:
        if self.capacity.stands_in_for:
            self.payload["stands_in_for"] = self.capacity.stands_in_for
        if isinstance(self.action.by, Group) and self.action.by.ballot:
            self.payload["ballot"] = decisions.counted(self.case, self.action.by)
        entry = Entry(
            stream=Stream(STREAM, self.case.id), act=self.action.name, at=self.at,
            actor=self.capacity.ref(self.found.participant), payload=self.payload, basis=str(self.action.basis),
            from_state=self.before, to_state=self.case.stage,
            version=f"{self.procedure.slug}:{self.procedure.version}", digest=digest(self.procedure),
        )  # fmt: skip
        self.case.revision += 1
        row = entry.row(position=self.case.revision, previous=bytes(self.case.leaf))
        self.case.leaf = row["leaf"]
        columns(Event).insert(self.cursor, row)
        return row

    def _write(self, changed: Mapping[str, Any]) -> None:
        if self.entry is not None:
            columns(type(self.entry)).insert_new(self.cursor, self.entry)
        elif changed:
            columns(self.procedure.record).update(self.cursor, changed, {"case_id": self.case.id})
        case = self.case
        changes = {
            "stage": case.stage, "turn": case.turn, "sight": case.sight, "due": case.due,
            "provisional": case.provisional, "revision": case.revision, "leaf": case.leaf, "closed_at": case.closed_at,
        }  # fmt: skip
        seen = {"id": case.id, "revision": case.revision - 1}
        if columns(type(case)).update(self.cursor, changes, seen) != 1:
            raise Refusal(_("Somebody else acted at the same moment; look at the case again."), kind="revision")
