"""Walking: somebody opens a case or does what is offered, time passes, and after every step the house is in order."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.balloting import call_vote, close_vote, vote
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.outbox import run_pending
from dienests.kernel.cases.tests.walks.town import AT, Town
from dienests.kernel.cases.tests.walks.typing import answers, spoiled
from dienests.kernel.cases.verbs import perform, start, todo
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.absences import mark_absent, return_from_absence
from dienests.kernel.parties.models import Absence
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import system
from dienests.kernel.procedures.votes import ABSTAIN

# What an act that `todo` offered may still be refused for: the answers, a rule, a term that an answer promises.
OF_THE_ANSWERS = {"fields", "rule", "term"}


class Walker:
    """One walk through a town; `done` are the acts that were carried out, `refused` what was refused."""

    def __init__(self, random: Random, town: Town, procedure: type[Procedure]) -> None:
        self.random, self.town, self.procedure, self.at = random, town, procedure, AT
        self.done: list[tuple[str, str]] = []
        self.refused: list[Refusal] = []

    @property
    def on(self) -> date:
        """The day."""
        return local_date(self.at)

    def step(self) -> None:
        """Let something happen a little later, and carry out what follows from it."""
        self.at += timedelta(hours=self.random.choice([1, 5, 30, 200]))
        self.random.choice(
            [self.open, self.open, *[self.act] * 6, self.vote, self.spoil, self.intrude, self.come_and_go]
        )()
        run_pending(at=self.at)

    def cases(self) -> list[Case]:
        """All cases of the town."""
        return list(Case.objects.filter(institution=self.town.institution).order_by("opened_at", "number"))

    def open(self) -> None:
        """Somebody who may opens a case in one of the ways there are."""
        ways = [each for each in self.procedure.actions.values() if each.starts_case and each.by is not system]
        action = self.random.choice(ways)
        for actor in self._shuffled():
            given = answers(
                self.random, self.town, action, self.procedure.record, None, on=self.on, person=actor.person
            )
            if self._start(action, actor, given):
                return

    def _start(self, action: Action, actor: Actor, given: dict[str, Any]) -> bool:
        try:
            start(procedure=self.procedure, action=action.name, actor=actor, at=self.at, fields=given)
        except Refusal as refusal:
            self.refused.append(refusal)
            return False
        self.done.append((self.procedure.slug, action.name))
        return True

    def act(self) -> None:
        """Somebody does an act that is offered; it is refused for the answers only."""
        for case, procedure, record, actor in self._somewhere():
            allowed = [each.action for each in todo(case, record, actor, at=self.at) if each.allowed]
            if not allowed:
                continue
            action = self.random.choice(allowed)
            refusal = self._try(case, procedure, record, action, actor)
            assert refusal is None or refusal.kind in OF_THE_ANSWERS, (action, refusal, refusal.kind)
            if refusal is None:
                return

    def vote(self) -> None:
        """A body holds a sitting on a case that it decides by vote: some members are there, most of them agree."""
        for case, procedure, _record, presiding in self._somewhere():
            acts = [each for each in procedure.actions.values() if each.by.ballot and self._leaves(each, case)]
            if not acts:
                continue
            body, liked = acts[0].by, self.random.choice(acts).name
            try:
                ballot = call_vote(case=case, body=body, sitting_on=self.on, actor=presiding, at=self.at)
            except Refusal as refusal:
                self.refused.append(refusal)
                continue
            for member in self._shuffled():
                choice = self.random.choice([liked, liked, liked, acts[0].name, ABSTAIN])
                with suppress(Refusal):
                    vote(ballot=ballot, choice=choice, actor=member, at=self.at)
            close_vote(ballot=ballot, actor=presiding, at=self.at)
            self.done.append((procedure.slug, f"vote for {liked}"))
            return

    def _leaves(self, action: Action, case: Case) -> bool:
        return not action.starts_case and action.leaves(find(case.procedure, case.version).stages[case.stage])

    def spoil(self) -> None:
        """Somebody sends answers that are wrong: they are refused, or happen to be right."""
        for case, procedure, record, actor in self._somewhere():
            for each in todo(case, record, actor, at=self.at):
                self._try(case, procedure, record, each.action, actor, spoil=True)
                return

    def intrude(self) -> None:
        """Somebody tries any act in any case, allowed or not, closed or not."""
        cases = self.cases()
        if cases:
            case, actor = self.random.choice(cases), self.random.choice(self.town.actors(self.at))
            procedure = find(case.procedure, case.version)
            action = self.random.choice(list(procedure.actions.values()))
            offered = {each.action.name for each in todo(case, self._record(case), actor, at=self.at) if each.allowed}
            refusal = self._try(case, procedure, self._record(case), action, actor)
            assert refusal is not None or action.name in offered, f"{action} was not offered and was done"

    def come_and_go(self) -> None:
        """Somebody goes away or comes back."""
        away = Absence.objects.filter(institution=self.town.institution, valid_to=None, valid_from__lt=self.on)
        try:
            if away and self.random.random() < 0.5:
                return_from_absence(absence=away.order_by("pk")[0], on=self.on, basis="order 3", by=SYSTEM, at=self.at)
            else:
                mark_absent(
                    institution=self.town.institution, person=self.random.choice(self.town.people), valid_from=self.on,
                    basis="order 2", by=SYSTEM, at=self.at,
                )  # fmt: skip
        except PartiesError:
            pass  # the registers have rules of their own

    def _try(
        self, case: Case, procedure: type[Procedure], record: Any, action: Action, actor: Actor, *, spoil: bool = False
    ) -> Refusal | None:
        model = action.follows.adds or procedure.record
        about = None if action.follows.adds else record
        given = answers(self.random, self.town, action, model, about, on=self.on, person=actor.person)
        given = spoiled(self.random, given, action) if spoil else given
        try:
            perform(case=case, action=action.name, actor=actor, at=self.at, fields=given)
        except Refusal as refusal:
            self.refused.append(refusal)
            return refusal
        self.done.append((procedure.slug, action.name))
        return None

    def _somewhere(self) -> Any:
        """Yield open cases and people in a random order, a few of them."""
        open_ = [case for case in self.cases() if case.closed_at is None]
        self.random.shuffle(open_)
        for case in open_[:3]:
            for actor in self._shuffled():
                yield case, find(case.procedure, case.version), self._record(case), actor

    def _record(self, case: Case) -> Any:
        return find(case.procedure, case.version).record.objects.select_related("case").get(pk=case.pk)

    def _shuffled(self) -> list[Actor]:
        actors = self.town.actors(self.at)
        self.random.shuffle(actors)
        return actors
