"""A case in the eyes of its institution: all but what is sealed, which only those read whose duty needs it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.reading import Reason
from dienests.kernel.cases.relations import opened_as
from dienests.kernel.handling.case_link import CaseLink
from dienests.kernel.letters.letter import Letter
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find
from dienests.kernel.procedures.roles import Role
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.looking import OPERATOR
from dienests.site.pages.shown import links

# Nobody has signed in at the command line: looks from there stand under this reader.
NOBODY = UUID(int=0)
operator = Role(gettext_lazy("whoever runs the system, at the command line"), None)
operator.name = OPERATOR


@dataclass(frozen=True)
class WholeView(CaseView):
    """A case as the command exports it: no person reads, so nothing of a sealed category is shown."""

    @classmethod
    def of_institution(cls, pk: UUID, *, at: datetime) -> "WholeView":
        """Return the view of a case; raises Case.DoesNotExist."""
        case = Case.objects.select_related("opener", "institution").prefetch_related("participants").get(pk=pk)
        procedure = find(case.procedure, case.version)
        record = procedure.record.objects.select_related(*links(procedure)).get(pk=pk)
        record.case, vars(case)["record"] = case, record
        actor = Actor(NOBODY, "", case.institution_id, on=local_date(at))
        return cls(case, record, procedure, actor, at)

    @cached_property
    def readable(self) -> frozenset[str]:
        """The names of the fields outside of sealed categories."""
        fields = (field for field in self.record._meta.concrete_fields if hasattr(field, "datum"))
        return frozenset(f.name for f in fields if f.datum.category is None or not f.datum.category.sealed)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Every role by office where nothing is sealed; else none, and so no words of people and no letters."""
        return frozenset() if _is_sealed(self.procedure) else frozenset(self.procedure.plan.bits)

    @property
    def official(self) -> bool:
        """The institution is told of internal steps too."""
        return True

    @cached_property
    def knows_opener(self) -> bool:
        """The name of the opener, unless it is sealed."""
        role = opened_as(self.procedure, self.case)
        return self.case.opener is not None and not (role and role.identity and role.identity.sealed)

    @cached_property
    def why(self) -> list[Reason]:
        """The reason under which the look is recorded."""
        title = str(operator.label)
        return [Reason(operator, local_date(self.at), title)]

    @cached_property
    def letters_sent(self) -> list[Letter]:
        """All letters, where nothing is sealed."""
        return list(self.case.letters.order_by("sent_at", "pk")) if self.roles else []

    @cached_property
    def related(self) -> list[dict[str, Any]]:
        """The case above and those below, as far as they are not sealed."""
        return _named(Case.objects.filter(Q(pk=self.case.parent_id) | Q(parent=self.case.pk)))

    @cached_property
    def linked(self) -> list[dict[str, Any]]:
        """The linked cases, as far as they are not sealed."""
        return _named(Case.objects.filter(pk__in=CaseLink.objects.filter(case=self.case).values("other")))


def _named(cases: Any) -> list[dict[str, Any]]:
    found = ((case, find(case.procedure, case.version)) for case in cases.order_by("opened_at", "pk"))
    return [{"case": case, "title": procedure.title} for case, procedure in found if not _is_sealed(procedure)]


def _is_sealed(procedure: type[Procedure]) -> bool:
    fields = (field.datum.category for field in procedure.record._meta.concrete_fields if hasattr(field, "datum"))
    identities = (role.identity for role in procedure.roles.values())
    return any(category.sealed for category in (*fields, *identities) if category)
