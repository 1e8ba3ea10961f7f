"""A random walk: people open visits and do whatever they may, come and go, are appointed and leave."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.outbox import run_pending
from dienests.kernel.cases.tests.house.oracle import PROCEDURES
from dienests.kernel.cases.tests.house.people import AT, House
from dienests.kernel.cases.verbs import perform, start, todo
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.absences import mark_absent, return_from_absence
from dienests.kernel.parties.appointments import appoint, end_mandate
from dienests.kernel.parties.models import Absence, Mandate
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import declared


class Walk:
    """Some houses and their clock; `refused` and `done` count what was tried."""

    def __init__(self, random: Random, houses: list[House]) -> None:
        self.random, self.houses, self.at = random, houses, AT
        self.done: list[str] = []
        self.refused: list[Refusal] = []

    @property
    def on(self) -> date:
        """The day."""
        return local_date(self.at)

    def step(self) -> None:
        """Let something happen a little later."""
        self.at += timedelta(hours=self.random.choice([1, 5, 30]))
        step = self.random.choice([self._open] * 2 + [self._act] * 7 + [self._go, self._return, self._post])
        try:
            step(self.random.choice(self.houses))
        except Refusal as refusal:
            self.refused.append(refusal)
        except PartiesError:
            pass  # the registers have rules of their own
        run_pending(at=self.at)

    def cases(self) -> list[Case]:
        """All cases of the houses."""
        found = Case.objects.filter(institution__in=[house.institution for house in self.houses])
        return list(found.order_by("institution", "number"))

    def actors(self) -> list[Actor]:
        """Everybody, as of now."""
        return [house.actor(name, self.at) for house in self.houses for name in house.people]

    def _open(self, house: House) -> None:
        procedure = self.random.choice([each for each in declared() if each.slug == "house-visit"])
        action = procedure.actions[self.random.choice(["ask", "ask", "bring", "register"])]
        fields = self._fields(house, action)
        if fields.get("kind") == "short":
            fields.pop("host", None)
        elif action.name == "ask":
            fields.setdefault("host", house.people["kora"].pk)
        for name in self.random.sample(list(house.people), len(house.people)):
            try:
                start(
                    procedure=procedure, action=action.name, actor=house.actor(name, self.at), at=self.at, fields=fields
                )
            except Refusal as refusal:
                self.refused.append(refusal)
            else:
                self.done.append(action.name)
                return

    def _act(self, house: House) -> None:
        cases = [case for case in self.cases() if case.institution_id == house.institution.pk and not case.closed_at]
        if not cases:
            return
        case = self.random.choice(cases)
        record = PROCEDURES[case.procedure, case.version].record.objects.get(pk=case.pk)
        for name in self.random.sample(list(house.people), len(house.people)):
            actor = house.actor(name, self.at)
            allowed = [each.action for each in todo(case, record, actor, at=self.at) if each.allowed]
            if allowed:
                action = self.random.choice(allowed)
                perform(case=case, action=action.name, actor=actor, at=self.at, fields=self._fields(house, action))
                self.done.append(action.name)
                return

    def _fields(self, house: House, action: Action) -> dict[str, Any]:
        known: dict[str, Any] = {
            "kind": self.random.choice(["short", "long"]), "reason": "a rest", "secret": "a spoon", "note": "a note",
            "hours": self.random.choice(["0.5", "1"]), "remark": "a remark", "plate": "AB-1",
            "verdict": "granted", "finding": "found",
            "answer_by": self.on + timedelta(days=self.random.choice([-1, 3, 8])), "earlier": None,
        }  # fmt: skip
        for name in ("host", "guest", "accused", "adviser"):
            known[name] = house.people[self.random.choice(list(house.people))].pk
        return {name: known[name] for name in action.fields if name in action.asks or self.random.random() < 0.5}

    def _go(self, house: House) -> None:
        person = house.people[self.random.choice(list(house.people))]
        mark_absent(
            institution=house.institution, person=person, valid_from=self.on, basis="order 2", by=SYSTEM, at=self.at
        )

    def _return(self, house: House) -> None:
        away = list(
            Absence.objects.filter(institution=house.institution, valid_to=None, valid_from__lt=self.on).order_by(
                "person__given_name"
            )
        )
        if away:
            return_from_absence(absence=self.random.choice(away), on=self.on, basis="order 3", by=SYSTEM, at=self.at)

    def _post(self, house: House) -> None:
        """Somebody leaves an office, or is appointed to one more."""
        if self.random.random() < 0.4:
            mandates = Mandate.objects.filter(office__institution=house.institution, valid_to=None)
            mandate = self.random.choice(list(mandates.order_by("office", "person__given_name")))
            end_mandate(mandate=mandate, valid_to=self.on, basis="order 4", by=SYSTEM, at=self.at)
        else:
            office = self.random.choice(list(house.offices.values()))
            person = house.people[self.random.choice(list(house.people))]
            appoint(office=office, person=person, valid_from=self.on, order_number="5", by=SYSTEM, at=self.at)
