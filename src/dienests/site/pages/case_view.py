"""A case as one person may see it: answers, timeline, terms, allowed acts, and why it is seen at all."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.reading import Reason, may_know_opener, readable, why
from dienests.kernel.cases.relations import relations
from dienests.kernel.cases.rights import may_perform
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.todo import Possible, todo
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Group
from dienests.kernel.procedures.stages import Stage
from dienests.site.pages.history import Happened, history
from dienests.site.pages.shown import Answer, RunningTerm, answer, links, running_terms


@dataclass(frozen=True)
class CaseView:
    """A case with everything that its page shows to one person; each part is computed when it is asked for."""

    case: Case
    record: Any
    procedure: type[Procedure]
    actor: Actor
    at: datetime

    @classmethod
    def of(cls, pk: UUID, actor: Actor, *, at: datetime) -> "CaseView":
        """Fetch a case with its record; for a person who may not see it there is none, and Http404 is raised."""
        cases = visible(actor, among=[pk]).select_related("opener", "institution")
        case = cases.prefetch_related("participants").first()
        if case is None:
            raise Http404
        procedure = find(case.procedure, case.version)
        record = procedure.record.objects.select_related(*links(procedure)).get(pk=case.pk)
        record.case, vars(case)["record"] = case, record  # each finds the other without a query
        return cls(case, record, procedure, actor, at)

    @cached_property
    def stage(self) -> Stage:
        """Where the case stands."""
        return self.procedure.stages[self.case.stage]

    @cached_property
    def readable(self) -> frozenset[str]:
        """The names of the fields that this person may read."""
        return readable(self.actor, self.procedure, self.case, self.record, self.at)

    @cached_property
    def answers(self) -> list[Answer]:
        """The fields that hold something and may be read, in the order of the record."""
        return [answer(field, self.record) for field in self._filled if field.name in self.readable]

    @cached_property
    def hidden(self) -> list[Label]:
        """The labels of fields that hold something and may not be read."""
        return [field.verbose_name for field in self._filled if field.name not in self.readable]

    @property
    def _filled(self) -> list[Any]:
        fields = (f for f in self.record._meta.concrete_fields if hasattr(f, "datum"))
        return [field for field in fields if getattr(self.record, field.attname) not in (None, "")]

    @property
    def own(self) -> bool:
        """Say whether this person opened the case."""
        return self.case.opener_id == self.actor.person

    @cached_property
    def opener(self) -> str:
        """Who opened the case, or that this is confidential; empty for a case that the system opened."""
        if self.case.opener is None:
            return ""
        if self.own:
            return _("you")
        return self.case.opener.name if may_know_opener(self.actor, self.procedure, self.case) else _("confidential")

    @cached_property
    def todo(self) -> list[Possible]:
        """What this person may do, and why not the rest."""
        return todo(self.case, self.record, self.actor, at=self.at)

    @property
    def allowed(self) -> list[Possible]:
        """The acts that this person may do now."""
        return [possible for possible in self.todo if possible.allowed]

    @property
    def refused(self) -> list[Possible]:
        """The acts of this stage that this person's own role has, but that the matter does not allow."""
        return [possible for possible in self.todo if possible.refusal and possible.refusal.kind == "condition"]

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

    @cached_property
    def terms(self) -> list[RunningTerm]:
        """All runs of terms, open ones first."""
        return running_terms(self.case, self.procedure, on=local_date(self.at))

    @cached_property
    def history(self) -> list[Happened]:
        """What happened, newest first."""
        return history(self.case, self.procedure, self.actor)

    @property
    def done(self) -> Happened | None:
        """What this person did last, while nobody has acted since."""
        newest = self.history[0] if self.history else None
        return newest if newest and newest.mine else None

    @cached_property
    def stages(self) -> list[dict[str, Any]]:
        """The way of the case for the bar of progress: stages it was in, where it is, and the end."""
        been = [each.to_state for each in reversed(self.history) if each.to_state]
        way = list(dict.fromkeys([*(name for name in been if name != self.case.stage), self.case.stage]))
        stages = [(self.procedure.stages[name], name) for name in way]
        shown = [{"label": stage.label, "state": self._state(name)} for stage, name in stages]
        if not self.case.closed_at:
            ends = (stage for stage in self.procedure.stages.values() if stage.ends)
            shown += [{"label": stage.label, "state": "later"} for stage in ends]
        return shown

    def _state(self, name: str) -> str:
        return "now" if name == self.case.stage and not self.case.closed_at else "done"

    @cached_property
    def why(self) -> list[Reason]:
        """Why this person sees the case."""
        return why(self.actor, self.procedure, self.case, self.at)

    @cached_property
    def letters(self) -> list[dict[str, Any]]:
        """The letters of the case that this person may read."""
        titles = self.procedure.letters
        sent = readable_letters(self.actor, self.case) if self._did("sends") else []
        return [{"number": each.pk, "title": titles[each.slug].label, "sent_at": each.sent_at} for each in sent]

    @cached_property
    def related(self) -> list[dict[str, Any]]:
        """The case above and the cases below, as far as this person sees them."""
        if self.case.parent_id is None and not self._did("opens"):
            return []
        found = visible(self.actor).filter(Q(pk=self.case.parent_id) | Q(parent=self.case.pk)).order_by("opened_at")
        return [{"case": each, "title": find(each.procedure, each.version).title} for each in found]

    def _did(self, what: str) -> bool:
        """Say whether an act of this case had a consequence of this kind; what cannot be is not asked for."""
        acts = (self.procedure.actions.get(each.act) for each in self.history)
        return any(getattr(act.follows, what) for act in acts if act)

    @property
    def overdue(self) -> bool:
        """Say whether an open term has passed."""
        return bool(self.case.due and not self.case.closed_at and self.case.due < local_date(self.at))
