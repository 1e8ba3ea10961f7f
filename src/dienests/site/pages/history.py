"""The history of a case for people: each event with its act, who did it by office, and its paragraphs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.migration import ACT
from dienests.kernel.letters import notices
from dienests.kernel.log.events import Event
from dienests.kernel.parties.kinds import MEANINGS, Kind
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.naming import in_language
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.generic import GENERIC, GenericAct, label_of
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import of_event
from dienests.kernel.procedures.roles import Group, system


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as it is shown, in the words of the version under which it happened.

    A private person is named by role only. `mine` says that the reader did it, `new` that the reader is told of it and
    has not opened the case since; `order` is a basis that is no paragraph.
    """

    id: UUID
    act: str
    label: Label
    who: Label
    at: datetime
    basis: str
    to_state: str
    stage: Label
    position: int
    seal: str
    action: Action | None
    interpretation: Label | None
    order: str
    mine: bool
    new: bool = False
    generic: GenericAct | None = None

    @property
    def internal(self) -> bool:
        """Say whether only officials are told of it."""
        return self.generic is not None and self.generic.internal


def history(case: Case, procedure: type[Procedure], actor: Actor) -> list[Happened]:
    """Return the events of a case, newest first, in one query; `participants` of the case should be prefetched."""
    events = Event.objects.filter(stream_kind="case", stream=case.pk).order_by("-position")
    official = Mandate.objects.filter(pk=OuterRef("mandate"))
    name = Concat("person__given_name", Value(" "), "person__family_name")
    own = {held.mandate for held in actor.offices}
    own |= {each.pk for each in case.participants.all() if each.person_id == actor.person}
    named = events.annotate(
        new=Exists(notices.new(actor.person).filter(event=OuterRef("pk"))),
        official=Subquery(official.values(whole=name)[:1]),
        title_lv=Subquery(official.values("office__title_lv")[:1]),
        title_en=Subquery(official.values("office__title_en")[:1]),
    )
    return [_shown(event, of_event(event.version) or procedure, own) for event in named]


def _shown(event: Any, procedure: type[Procedure], own: set[UUID]) -> Happened:
    action, stage = procedure.actions.get(event.act), procedure.stages.get(event.to_state)
    return Happened(
        id=event.pk, act=event.act, label=_label(procedure, event), who=_who(event, action),
        generic=GENERIC.get(event.act),
        at=event.at, basis=event.basis, to_state=event.to_state, stage=stage.label if stage else event.to_state,
        position=event.position, seal=bytes(event.leaf).hex()[:12], action=action,
        interpretation=action.interpretation if action else None,
        order=(event.payload or {}).get("basis", "") if event.act == ACT and not event.basis else "",
        mine=event.mandate in own or event.participant in own, new=event.new,
    )  # fmt: skip


def _label(procedure: type[Procedure], event: Any) -> Label:
    """Name an act of the declaration, a generic one, or that the case went on under another version."""
    if event.act != ACT:
        return label_of(procedure, event.act)
    version = event.version.rpartition(":")[2]
    return format_lazy(_("the case goes on under version {version} of the procedure"), version=version)


def _who(event: Any, action: Action | None) -> Label:
    """Say who acted: an official by name and office, for a body where it is one; others by role; and for another."""
    who, right = _by(event, action), (event.payload or {}).get("acts_for")
    if right is None:
        return who
    kind = MEANINGS[Kind(right["kind"])].label if right["kind"] in set(Kind) else _("without a right that is recorded")
    return format_lazy(_("{who}, for another: {right}"), who=who, right=kind)


def _by(event: Any, action: Action | None) -> Label:
    if event.official is None:
        if event.participant:
            return action.by.label if action else _("the person who opened the case")
        return system.label
    who: Label = f"{event.official}, {in_language(event.title_lv, event.title_en)}"
    if (event.payload or {}).get("stands_in_for"):
        who = format_lazy(_("{who} (in place of a holder who cannot act)"), who=who)
    if action and isinstance(action.by, Group):
        who = format_lazy(_("{body}; entered by {who}"), body=action.by.label, who=who)
    return who
