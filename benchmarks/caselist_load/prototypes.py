"""Cases played through the engine, each to be multiplied: their rows are what the engine itself wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import Actor, actor_for
from dienests.kernel.account.share import Share
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import outbox
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.log.events import Event
from dienests.kernel.parties.models import Institution, Mandate, Person
from dienests.kernel.procedures.registry import find, newest
from dienests.site.demonstration.commission import hold_vote, voters

Step = tuple[int, str, str, dict[str, Any]]  # days ago, action, who, fields
REPORTS, BREACH = "ethics-report", "ethics-case"
CHAIR, DEPUTY, HEAD, PERSONNEL, EMPLOYEE = "ethics-chair", "ethics-deputy-chair", "head", "personnel", "employee"
OPENER = "opener"


@dataclass
class Prototype:
    """A played case with its sub-cases: rows by model, how often it is wanted, and whether it is still open."""

    weight: int
    is_open: bool
    rows: dict[type[models.Model], list[dict[str, Any]]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many cases one copy makes."""
        return len(self.rows[Case])


@dataclass
class Cast:
    """Who plays: the first holder of each office, an employee without another office who opens, and two others."""

    institution: int
    holders: dict[str, Person]

    @classmethod
    def of(cls) -> Cast:
        """Find them in the first institution."""
        first = Institution.objects.order_by("pk").first()
        assert first is not None
        offices: dict[Person, set[str]] = {}
        held = Mandate.objects.in_force(timezone.localdate()).filter(office__institution=first)
        for mandate in held.select_related("person", "office").order_by("valid_from", "person__sort_key"):
            offices.setdefault(mandate.person, set()).add(mandate.office.slug)
        holders = {slug: person for person, slugs in reversed(offices.items()) for slug in slugs - {EMPLOYEE}}
        plain = [person for person, slugs in offices.items() if slugs == {EMPLOYEE}]
        return cls(first.pk, holders | {OPENER: plain[0], "named": plain[1], "other": plain[2]})

    def acting(self, who: str, at: datetime) -> Actor:
        """A person of the cast as actor on a day."""
        account = Account.objects.select_related("person").get(person=self.holders[who])
        return actor_for(account, local_date(at))


def _asked(account: str, **more: Any) -> dict[str, Any]:
    return {"reason": "advice", "account": account, **more}


def _promises(now: datetime, *days: int) -> list[Step]:
    return [(ago, "promise", CHAIR, {"answer_promised": local_date(now - timedelta(days=ago - 6))}) for ago in days]


def _dismissed(about: Person, chair: str) -> list[Step]:
    return [
        (100, "submit", OPENER, {"reason": "breach", "account": "Kolēģis sapulcē izsmēja kolēģi.", "about": about}),
        (99, "convene", chair, {}), (92, "dismiss", chair, {"result": "Pārkāpums nav konstatēts."}),
        (90, "inform", PERSONNEL, {"message": "Komisija pārkāpumu nekonstatēja."}),
    ]  # fmt: skip


def _stories(cast: Cast, now: datetime) -> Iterator[tuple[int, list[Step]]]:
    """Weight and steps; on average five events for each case, one case in twelve is open and waits for the chair."""
    named, other, chair = cast.holders["named"], cast.holders["other"], cast.holders[CHAIR]
    answer: Step = (88, "advise", CHAIR, {"answer": "Nepieņemiet to un pastāstiet vadītājam."})
    yield 45, [(100, "submit", OPENER, _asked("Vai drīkst pieņemt dāvanu?")), *_promises(now, 99, 97, 95), answer]
    yield 15, [(100, "submit", OPENER, _asked("Vai drīkst?")), *_promises(now, 99, 98, 97, 96, 95, 94), answer]
    yield 14, _dismissed(named, CHAIR)
    yield 10, _dismissed(other, CHAIR)
    yield 1, _dismissed(chair, DEPUTY)
    yield 6, [
        (100, "submit", OPENER, {"reason": "breach", "account": "Apspriež klienta lietu.", "about": named}),
        (99, "convene", CHAIR, {}), (95, "propose", CHAIR, {"proposal": "Iespējams pārkāpums."}),
        (93, "open_case", HEAD, {"reasons": "Ierosinājums ir pamatots."}),
        (91, "decide", CHAIR, {"finding": "breach", "grounds": "Ieraksts bija publisks."}),
        (90, "inform", PERSONNEL, {"message": "Lēmums ir pieņemts."}),
    ]  # fmt: skip
    yield 5, [(30, "submit", OPENER, _asked("Vai drīkst vadīt kursus?")), *_promises(now, 29, 27, 25, 23, 21)]
    yield 2, [
        (30, "submit", OPENER, {"reason": "breach", "account": "Kolēģis draudēja.", "about": other}),
        (29, "convene", CHAIR, {}),
    ]  # fmt: skip
    yield 1, [(30, "submit", OPENER, _asked("Kā atteikt ielūgumu?"))]
    proposal = {"reason": "proposal", "account": "Papildināt kodeksu.", "reasoning": "Trūkst skaidrības."}
    yield 1, [(30, "submit", OPENER, proposal), (28, "collect", CHAIR, {})]


def play() -> tuple[Cast, list[Prototype]]:
    """Play every story through the engine and take its rows."""
    cast, now = Cast.of(), datetime.now(UTC)
    made = []
    for weight, steps in _stories(cast, now):
        case: Any = None
        for days, action, who, fields in steps:
            at = now - timedelta(days=days)
            act: dict[str, Any] = {"action": action, "actor": cast.acting(who, at), "at": at, "fields": fields}
            if case is None:
                case = start(procedure=newest()[REPORTS], **act)
            else:
                there = case.children.get(procedure=BREACH) if action == "decide" else case
                if getattr(find(there.procedure, there.version).actions[action].by, "ballot", None):
                    hold_vote(there, action, presiding=act["actor"], there=voters(there, at)[:3], at=at)
                perform(case=there, **act)
            outbox.run_pending(at=at)
        case.refresh_from_db()
        made.append(_taken(case, weight))
    return cast, made


def _taken(case: Case, weight: int) -> Prototype:
    cases = [case, *case.children.all()]
    found = Prototype(weight, case.closed_at is None)
    found.rows[Case] = [_row(each) for each in cases]
    for relation in Case._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.related_model in (Case, Share):
            continue
        model: Any = relation.related_model
        rows = model._default_manager.filter(**{f"{relation.field.name}__in": cases})
        if not model._meta.abstract and rows.exists():
            found.rows[model] = [_row(each) for each in rows]
    events = Event.objects.filter(stream_kind=STREAM, stream__in=[each.pk for each in cases])
    found.events = [_row(each) for each in events.order_by("stream", "position")]
    return found


def _row(instance: models.Model) -> dict[str, Any]:
    return {each.attname: getattr(instance, each.attname) for each in instance._meta.concrete_fields}
