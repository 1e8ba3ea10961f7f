"""Ours: a declared procedure, run by `start` and `perform`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from benchmarks.engine_peers import system, work
from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.record import Record
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.log.events import Event
from dienests.kernel.norms.basis import rulebook
from dienests.kernel.parties.models import Institution, Mandate, Office, Person
from dienests.kernel.procedures.actions import action
from dienests.kernel.procedures.categories import category
from dienests.kernel.procedures.fields import text
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import role
from dienests.kernel.procedures.stages import START, end, stage

NOTE = (
    "ours checks stage and right again after the lock, guards by the revision that the person saw, refuses unknown and "
    "missing fields, names basis, mandate, version and digest in an event that is committed to and chained, numbers "
    "the case without gaps, keeps turn, sight and terms"
)
OPEN = "open_matter"
code = rulebook("vpd-ethics-code-2026")
TEXTS = category("benchmark-text", "text of a case", code["20"])


class Matter(Record):
    """What the process writes; both texts are personal data, so the log holds their hashes only."""

    findings = text("findings", basis=code["20"], category=TEXTS)
    decision = text("decision", basis=code["25"], category=TEXTS)

    class Meta:
        """The app has no models module."""

        app_label = system.APP


class Matters(Procedure, slug="benchmark-matter", record=Matter, basis=code["20"], version=1, issued=date(2026, 1, 1)):
    """The five stages."""

    title = "Matter of the benchmark"

    employee = role("employee", code["21"], office="employee", opener=True)
    chief = role("chief", code["22"], office="chief", reads=[TEXTS])
    clerk = role("clerk", code["22"], office="clerk", reads=[TEXTS])

    received = stage("received")
    assigned = stage("assigned")
    examined = stage("examined")
    decided = stage("decided")
    closed = end("closed")

    open_matter = action("open", START, received, by=employee, basis=code["20"])
    assign = action("assign", received, assigned, by=chief, basis=code["22"])
    examine = action("examine", assigned, examined, by=clerk, basis=code["25"], asks=("findings",))
    decide = action("decide", examined, decided, by=chief, basis=code["26"], asks=("decision",))
    close = action("close", decided, closed, by=clerk, basis=code["28"])


class Ours:
    """The work done with our verbs; of the row that `start` returned, `perform` uses the key, procedure and version."""

    def start(self, actor: Actor, at: datetime) -> Case:
        """Open a case."""
        return start(procedure=Matters, action=OPEN, actor=actor, at=at)

    def perform(self, case: Case, act: work.Act, actor: Actor, fields: Mapping[str, str], at: datetime) -> None:
        """Perform one act, with the revision that the person saw."""
        perform(case=case, action=act.name, actor=actor, at=at, fields=fields, revision=work.ACTS.index(act))

    def actors(self) -> dict[str, Any]:
        """The people, each appointed to the office of their name; their offices are fetched."""
        day = work.FIRST_INSTANT.date()
        house = Institution.objects.create(
            slug="house", name_lv="Iestāde", name_en="Institution", is_demonstration=True, founded_on=day
        )
        people = {}
        for name in work.ACTORS:
            person = Person.objects.create(given_name=name, family_name="Paraugs")
            office = Office.objects.create(institution=house, slug=name, title_lv=name, title_en=name)
            Mandate.objects.create(office=office, person=person, valid_from=day, order_number="1")
            people[name] = actor_for(Account.objects.create(person=person, login=name), day)
        return people

    def answer(self, case: Case) -> dict[str, Any]:
        """The case as stored; the names of the actors are found through mandates and participants."""
        row, record = Case.objects.get(pk=case.pk), Matter.objects.get(pk=case.pk)
        names = dict(Mandate.objects.values_list("pk", "person__given_name"))
        names |= dict(row.participants.values_list("pk", "person__given_name"))
        events = Event.objects.filter(stream_kind="case", stream=case.pk).order_by("position")
        return {
            "stage": row.stage,
            "findings": record.findings,
            "decision": record.decision,
            "history": [
                [work.START if event.act == OPEN else event.act, names[event.mandate or event.participant]]
                for event in events
            ],
        }


def build() -> Ours:
    """Create the tables, with the triggers of the migrations, and return the system."""
    system.create_tables()
    return Ours()
