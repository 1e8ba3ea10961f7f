"""A case and its record as one person may see them: answers, the opener, what happened, and why it is seen at all."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.reading import Reason, may_know_opener, readable, why
from dienests.kernel.cases.relations import opened_own
from dienests.kernel.cases.sight import visible
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.stages import Stage
from dienests.site.pages.history import Happened, history
from dienests.site.pages.shown import Answer, answer, links


@dataclass(frozen=True)
class CaseSeen:
    """A case and its record in the eyes of one person; each part is computed when it is asked for."""

    case: Case
    record: Any
    procedure: type[Procedure]
    actor: Actor
    at: datetime

    @classmethod
    def of(cls, pk: UUID, actor: Actor, *, at: datetime) -> Self:
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
        return [answer(field, self.record) for field in self.filled if field.name in self.readable]

    @cached_property
    def hidden(self) -> list[Label]:
        """The labels of fields that hold something and may not be read."""
        return [field.verbose_name for field in self.filled if field.name not in self.readable]

    @property
    def filled(self) -> list[Any]:
        """The fields that hold something."""
        fields = (f for f in self.record._meta.concrete_fields if hasattr(f, "datum"))
        return [field for field in fields if getattr(self.record, field.attname) not in (None, "")]

    @property
    def own(self) -> bool:
        """Say whether this person opened the case as a matter of their own."""
        return opened_own(self.actor.person, self.case)

    @cached_property
    def entered(self) -> bool:
        """Say whether an official entered the case by office, for somebody else."""
        return self.case.opener is not None and not opened_own(self.case.opener.pk, self.case)

    @property
    def entered_for(self) -> str:
        """For whom an official entered the case, as far as it is known and may be read."""
        names = (role.named for role in self.procedure.roles.values() if role.outside and role.named)
        name = next(names, "")
        if name and name not in self.readable:
            return _("confidential")
        return (getattr(self.record, name) if name else "") or _("not named")

    @cached_property
    def opener(self) -> str:
        """Who opened the case, or that this is confidential; empty for a case that the system opened."""
        if self.case.opener is None:
            return ""
        if self.own:
            return _("you")
        if self.entered:  # the history names the official as well
            return self.case.opener.name
        return self.case.opener.name if self.knows_opener else _("confidential")

    @cached_property
    def knows_opener(self) -> bool:
        """Say whether this person may read who opened the case."""
        return may_know_opener(self.actor, self.procedure, self.case)

    @cached_property
    def history(self) -> list[Happened]:
        """What happened, newest first."""
        return history(self.case, self.procedure, self.actor)

    @cached_property
    def why(self) -> list[Reason]:
        """Why this person sees the case."""
        return why(self.actor, self.procedure, self.case, self.at)
