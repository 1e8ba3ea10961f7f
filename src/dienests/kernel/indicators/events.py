"""The events that a module's indicators count: acts of a procedure in one institution and period."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from dienests.kernel.calendar.zone import start_of
from dienests.kernel.cases.case import Case
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.procedure import Procedure

__all__ = ["acts", "cases"]


def cases(procedure: type[Procedure], institution: int, **asked: Any) -> QuerySet[Case]:
    """Return the cases of all versions of a procedure in an institution."""
    return Case.objects.filter(institution=institution, procedure=procedure.slug, **asked)


def acts(among: QuerySet[Any], begins: date, ends: date, **asked: Any) -> QuerySet[Event]:
    """Return the events of cases or records that happened in begins <= day < ends."""
    inside = {"at__gte": start_of(begins), "at__lt": start_of(ends)}
    return Event.objects.filter(stream_kind="case", stream__in=among.values("pk"), **inside, **asked)
