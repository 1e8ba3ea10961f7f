"""Rights: who may act where, and the sentence for everybody else."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import decisions, exclusion
from dienests.kernel.cases.capacity import Capacity, by_office
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.locking import absent
from dienests.kernel.log.events import Event
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.managers import direct_manager
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.conditions import Condition
from dienests.kernel.procedures.generic import QUIET, label_of
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import of_event
from dienests.kernel.procedures.roles import Group, Role, system


def may_start(actor: Actor, procedure: type[Procedure], action: Action, *, institution: int | None) -> Capacity:
    """Return in what capacity the person opens a case, and in which unit; raises Refusal naming who may."""
    role = action.by
    if role.outside and institution is not None and all(held.institution != institution for held in actor.offices):
        return Capacity(role, institution)
    for held in actor.offices if not role.outside else ():
        if institution is not None and held.institution != institution:
            continue
        if role.relation and role.office in ("", held.slug):
            # A case belongs to the unit that handles it, which is the opener's only where the declaration says so.
            unit = held.unit if procedure.local else None
            return Capacity(role, held.institution, held.mandate, unit=unit)
        if role is not system and not role.relation:
            capacity = by_office(actor, role, held.institution, held.unit)
            if capacity is not None:
                return capacity
    raise only(action)


def openings(actor: Actor, action: Action) -> list[Institution]:
    """Return the institutions to which a person may turn from outside; none for an act of those within."""
    if not action.by.outside:
        return []
    within = {held.institution for held in actor.offices}
    return list(Institution.objects.exclude(pk__in=within).order_by("slug"))


def may_perform(
    actor: Actor | None, procedure: type[Procedure], action: Action, case: Case, record: Any, *, at: datetime,
    own: Collection[str], seen: int | None = None,
) -> Capacity:  # fmt: skip
    """Return in what capacity an act is done in a locked case; raises Refusal naming who, where or what is missing.

    `own` are the names of the person's relations to the case, `seen` is the revision that the person acts upon.
    """
    excluded = exclusion.people(procedure, case, record)
    if actor is not None and actor.person in excluded:
        raise absent()
    capacity = capacity_in(actor, action.by, case, record, at=at, own=own)
    capacity = capacity or in_place(actor, action.by, case, excluded, at=at)
    if capacity is None:
        raise only(action)
    if seen is not None and seen > case.revision:
        raise ahead(action)
    if seen is not None and seen != case.revision and (last := moved(case, seen)):
        raise overtaken(procedure, last)
    stage = procedure.stages[case.stage]
    if not action.leaves(stage):
        raise Refusal(
            format_lazy(
                _("“{act}” is not possible now: the case stands at “{stage}”."), act=action.label, stage=stage.label
            ),
            basis=action.basis,
            kind="stage",
        )
    if action.when is not None and not action.when.holds(record):
        raise unfulfilled(action, action.when)
    decisions.check(action, case, on=local_date(at))
    return capacity


def capacity_in(
    actor: Actor | None, role: Role, case: Case, record: Any, *, at: datetime, own: Collection[str]
) -> Capacity | None:
    """Return how a person fills a role in a case, by office or by relation; None if not at all."""
    if role is system or actor is None:
        return Capacity(system, case.institution_id) if role is system and actor is None else None
    if not role.relation:
        return by_office(actor, role, case.institution_id, case.unit_id)
    if role.name not in own:
        return None
    if role.manages:
        person = getattr(record, f"{role.manages}_id")
        manager = direct_manager(person, case.institution_id, local_date(at)) if person else None
        if manager is None or manager.pk != actor.person:
            return None
    return Capacity(role, case.institution_id)


def in_place(
    actor: Actor | None, role: Role, case: Case, excluded: frozenset[UUID], *, at: datetime
) -> Capacity | None:
    """Return how a person fills a role whose office the excluded person of the case holds; None if not at all."""
    held = exclusion.held_in_place(actor, role, case, excluded, local_date(at)) if actor and excluded else None
    if held is None:
        return None
    filled = role.recorded_by if isinstance(role, Group) else role
    return Capacity(role, case.institution_id, held.mandate, stands_in_for=filled.office)


def moved(case: Case, seen: int) -> Event | None:
    """Return the last event since a revision that somebody would act upon; a note or an assignment is none."""
    since = Event.objects.filter(stream_kind="case", stream=case.id, position__gt=seen)
    return since.exclude(act__in=QUIET).order_by("-position").first()


def overtaken(procedure: type[Procedure], last: Event) -> Refusal:
    """Return the refusal that names who did what in a case that has moved on since the person saw it."""
    done = (of_event(last.version) or procedure).actions.get(last.act)
    found = Mandate.objects.select_related("person", "office")
    official = found.get(pk=last.mandate) if last.mandate else None
    role = done.by.label if done else system.label
    return Refusal(
        format_lazy(
            _("Meanwhile somebody else acted: {who} did “{what}”. Look at the case again before you act."),
            who=f"{official.person.name}, {official.office.title}" if official else role,
            what=label_of(of_event(last.version) or procedure, last.act),
        ),
        basis=done.basis if done else None, kind="revision",
    )  # fmt: skip


def ahead(action: Action) -> Refusal:
    """Return the refusal for a revision that the case does not have yet: nobody can have seen it."""
    return Refusal(
        _("The case has no such revision yet. Look at the case again before you act."),
        basis=action.basis, kind="revision",
    )  # fmt: skip


def unfulfilled(action: Action, when: Condition) -> Refusal:
    """Return the refusal for a matter of which the condition of an action does not hold."""
    return Refusal(
        format_lazy(_("“{act}” is possible only if the matter {condition}."), act=action.label, condition=when.label),
        basis=when.basis, kind="condition",
    )  # fmt: skip


def only(action: Action) -> Refusal:
    """Return the refusal for a person who does not fill the role of an action."""
    return Refusal(
        format_lazy(_("Only this role may do “{act}”: {role}."), act=action.label, role=action.by.label),
        basis=action.basis, kind="right",
    )  # fmt: skip
