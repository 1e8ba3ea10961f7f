"""The history of a case for people: each event with its act, who did it by office, and its paragraphs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.case import Case
from dienests.kernel.log.events import Event
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import system


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as it is shown; a private person is named by role only."""

    label: Label
    who: Label
    at: datetime
    basis: str
    to_state: str
    position: int
    seal: str
    interpretation: Label | None


def history(case: Case, procedure: type[Procedure]) -> list[Happened]:
    """Return the events of a case, newest first, in two queries."""
    events = list(Event.objects.filter(stream_kind="case", stream=case.pk).order_by("-position"))
    officials = _officials({event.mandate for event in events if event.mandate})
    return [_shown(event, procedure, officials) for event in events]


def _officials(mandates: set[UUID]) -> dict[UUID, Label]:
    found = Mandate.objects.filter(pk__in=mandates).select_related("office", "person")
    return {each.pk: f"{each.person.name}, {each.office.title}" for each in found}


def _shown(event: Event, procedure: type[Procedure], officials: dict[UUID, Label]) -> Happened:
    action = procedure.actions.get(event.act)
    who: Label = (
        officials.get(event.mandate, "")
        if event.mandate
        else (action.by.label if action and event.participant else system.label)
    )
    stands_in = (event.payload or {}).get("stands_in_for")
    if stands_in:
        who = format_lazy(_("{who} (standing in for an absent colleague)"), who=who)
    return Happened(
        label=action.label if action else event.act, who=who, at=event.at, basis=event.basis,
        to_state=event.to_state, position=event.position, seal=bytes(event.leaf).hex()[:12],
        interpretation=action.interpretation if action else None,
    )  # fmt: skip
