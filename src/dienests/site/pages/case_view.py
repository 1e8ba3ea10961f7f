"""A case as one person may see it: answers, timeline, terms, allowed acts, and why it is seen at all."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.terms import parse
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.reading import Reason, may_know_opener, readable, why
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.cases.todo import Possible, todo
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Group
from dienests.kernel.procedures.stages import Stage
from dienests.kernel.procedures.terms import Promised
from dienests.site.pages.history import Happened, history


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of the record as it is shown."""

    label: Label
    value: str
    basis: Any


@dataclass(frozen=True, slots=True)
class RunningTerm:
    """One term of the case with its declaration."""

    run: TermRun
    declared: Any

    @property
    def length(self) -> Label:
        """How long the term is, and that a parameter of the institution set it where the sources do not."""
        if not self.run.value or isinstance(self.declared.value, Promised):
            return ""
        length = parse(self.run.value).label()
        return _("%(length)s, set by the institution") % {"length": length} if self.declared.unset else length


@dataclass(frozen=True)
class CaseView:
    """A case with everything that its page shows to one person; each part is computed when it is asked for."""

    case: Case
    record: Any
    procedure: type[Procedure]
    actor: Actor
    at: datetime

    @classmethod
    def of(cls, case: Case, actor: Actor, *, at: datetime) -> "CaseView":
        """Fetch the record of a case that the person may see."""
        procedure = find(case.procedure, case.version)
        record = procedure.record.objects.select_related(*_links(procedure)).get(pk=case.pk)
        record.case = case
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
        return [_answer(field, self.record) for field in self._filled if field.name in self.readable]

    @cached_property
    def hidden(self) -> list[Label]:
        """The labels of fields that hold something and may not be read."""
        return [field.verbose_name for field in self._filled if field.name not in self.readable]

    @property
    def _filled(self) -> list[Any]:
        fields = (f for f in self.record._meta.concrete_fields if hasattr(f, "datum"))
        return [field for field in fields if getattr(self.record, field.attname) not in (None, "")]

    @cached_property
    def opener(self) -> str:
        """Who opened the case, or that this is confidential; empty for a case that the system opened."""
        if self.case.opener_id is None:
            return ""
        if self.case.opener_id == self.actor.person:
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

    @property
    def next_acts(self) -> list[Action]:
        """The acts of this stage that the matter allows, whoever does them."""
        return [
            possible.action
            for possible in self.todo
            if possible.action.when is None or possible.action.when.holds(self.record)
        ]

    @cached_property
    def whose_turn(self) -> Label:
        """The role that is awaited."""
        if self.case.closed_at:
            return ""
        role = self.stage.awaits or next((each.by for each in self.next_acts), None)
        return (
            (role.recorded_by if isinstance(role, Group) and not self.stage.awaits else role).label
            if role
            else _("the system")
        )

    @cached_property
    def terms(self) -> list[RunningTerm]:
        """All runs of terms, open ones first."""
        runs = sorted(self.case.term_runs.all(), key=lambda run: (run.stopped_on is not None, run.started_on))
        return [RunningTerm(run, self.procedure.terms[run.slug]) for run in runs if run.slug in self.procedure.terms]

    @cached_property
    def history(self) -> list[Happened]:
        """What happened, newest first."""
        return history(self.case, self.procedure)

    @cached_property
    def stages(self) -> list[dict[str, Any]]:
        """The way of the case for the bar of progress: stages it was in, where it is, and the end."""
        been = [each.to_state for each in reversed(self.history) if each.to_state]
        way = list(dict.fromkeys([*been[:-1], self.case.stage])) if been else [self.case.stage]
        shown = [
            {
                "label": self.procedure.stages[name].label,
                "state": "now" if name == self.case.stage and not self.case.closed_at else "done",
            }
            for name in way
        ]
        if not self.case.closed_at:
            shown += [
                {"label": stage.label, "state": "later"} for stage in self.procedure.stages.values() if stage.ends
            ]
        return shown

    @cached_property
    def why(self) -> list[Reason]:
        """Why this person sees the case."""
        return why(self.actor, self.procedure, self.case, self.at)

    @cached_property
    def letters(self) -> list[dict[str, Any]]:
        """The letters of the case that this person may read."""
        titles = self.procedure.letters
        return [
            {"number": each.pk, "title": titles[each.slug].label, "sent_at": each.sent_at}
            for each in readable_letters(self.actor, self.case)
        ]

    @property
    def overdue(self) -> bool:
        """Say whether an open term has passed."""
        return bool(self.case.due and not self.case.closed_at and self.case.due < local_date(self.at))


def _links(procedure: type[Procedure]) -> list[str]:
    return [
        field.name for field in procedure.record._meta.concrete_fields if field.is_relation and field.name != "case"
    ]


def _answer(field: Any, record: Any) -> Answer:
    value = getattr(record, field.name)
    if field.choices:
        shown = str(dict(field.choices).get(value, value))
    elif hasattr(value, "isoformat"):
        shown = date_format(value, "d.m.Y.")
    else:
        shown = str(getattr(value, "name", value))
    return Answer(field.verbose_name, shown, field.datum.basis)
