"""The course of a case: the way it has come, what may be done now and by whom, and its terms."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.poll import Poll
from dienests.kernel.cases.polling import polls
from dienests.kernel.cases.relations import relations
from dienests.kernel.cases.rights import may_perform
from dienests.kernel.cases.todo import Possible, todo
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.contests import contest_of, decides
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.roles import Group
from dienests.site.pages.case_seen import CaseSeen
from dienests.site.pages.history import Happened
from dienests.site.pages.shown import RunningTerm, running_terms


@dataclass(frozen=True)
class CaseCourse(CaseSeen):
    """A case with its course, as one person may know and steer it."""

    @cached_property
    def todo(self) -> list[Possible]:
        """What this person may do, and why not the rest."""
        return todo(self.case, self.record, self.actor, at=self.at)

    @cached_property
    def polls(self) -> list[Poll]:
        """The votes of bodies in this stage, for members and who presides; none for everybody else."""
        return list(polls(self.case, self.procedure, self.record, self.actor, at=self.at))

    @property
    def allowed(self) -> list[Possible]:
        """The acts that this stage asks for and that this person may do now."""
        return [each for each in self.todo if each.allowed and not each.action.discretionary]

    @property
    def also_allowed(self) -> list[Possible]:
        """The acts that many stages allow and none asks for, and that this person may do now."""
        return [each for each in self.todo if each.allowed and each.action.discretionary]

    @property
    def refused(self) -> list[Refusal]:
        """Why this person may not do the other acts of this stage; of what may not be read nothing is told."""
        return [self._told(each.action, each.refusal) for each in self.todo if each.refusal]

    def _told(self, action: Action, refusal: Refusal) -> Refusal:
        if refusal.kind != "condition" or action.when is None:
            return refusal
        read, fields = action.when.reads(), (f for f in self.record._meta.concrete_fields if hasattr(f, "datum"))
        if all(field.name in self.readable for field in fields if read & {field.name, field.attname}):
            return refusal
        sentence = _("“%(act)s” is not possible in this matter; why is nothing that you may read.")
        return Refusal(sentence % {"act": action.label}, basis=action.basis, kind="condition")

    def refusal_of(self, action: Action) -> Refusal | None:
        """Return why this person may not do an act now; None where it may be done."""
        own = relations(self.actor.person, self.procedure, self.case).keys()
        try:
            may_perform(self.actor, self.procedure, action, self.case, self.record, at=self.at, own=own)
        except Refusal as refused:
            return refused
        return None

    @cached_property
    def next_acts(self) -> list[Action]:
        """The acts of this stage that the matter allows, whoever does them."""
        acts = (possible.action for possible in self.todo)
        return [act for act in acts if act.when is None or act.when.holds(self.record)]

    @cached_property
    def whose_turn(self) -> Label:
        """The role that is awaited; empty when the case is closed."""
        if self.case.closed_at:
            return ""
        if self.stage.awaits:
            return self.stage.awaits.label
        role = next((each.by for each in self.next_acts), None)
        if role is None:
            return _("the system")
        return role.recorded_by.label if isinstance(role, Group) else role.label

    @property
    def done(self) -> Happened | None:
        """What this person did last, while nobody has acted since."""
        newest = self.history[0] if self.history else None
        return newest if newest and newest.mine else None

    @cached_property
    def stages(self) -> list[dict[str, Any]]:
        """The way of the case for the bar of progress: stages it was in, where it is, and the end."""
        been = {each.to_state: each.stage for each in reversed(self.history) if each.to_state != self.case.stage}
        shown: list[dict[str, Any]] = [{"label": label, "state": "done"} for name, label in been.items() if name]
        shown.append({"label": self.stage.label, "state": "done" if self.case.closed_at else "now"})
        if not self.case.closed_at:
            ends = (stage for stage in self.procedure.stages.values() if stage.ends)
            shown += [{"label": stage.label, "state": "later"} for stage in ends]
        return shown

    @cached_property
    def terms(self) -> list[RunningTerm]:
        """All runs of terms, open ones first."""
        return running_terms(self.case, self.procedure, on=local_date(self.at))

    @property
    def possible_decisions(self) -> list[dict[str, Any]]:
        """The decisions that the procedure knows, with how each is contested."""
        acts = (act for act in self.procedure.actions.values() if not act.starts_case and decides(act))
        return [{"action": act, "contest": contest_of(act)} for act in acts]

    @property
    def overdue(self) -> bool:
        """Say whether an open term has passed."""
        return bool(self.case.due and not self.case.closed_at and self.case.due < local_date(self.at))
