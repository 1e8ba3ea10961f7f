"""Restoring: fields, terms, stage and sight of a case as they stood before one act."""

from typing import Any

from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import parties
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.handling import past
from dienests.kernel.handling.held import Held
from dienests.kernel.log.canonical import plain
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal

Kept = dict[str, dict[str, Any]]


def fields(here: Held, action: Action, wrong: Event, events: list[Event]) -> Kept:
    """Take back what the act wrote into the record or its entry, and return it; values from before come back.

    Raises Refusal where the act replaced words that nothing keeps.
    """
    if action.follows.adds:
        entry = action.follows.adds.objects.get(case=here.case, position=wrong.position)
        kept = {name: _kept(entry, name) for name in _written(entry, wrong)}
        entry.delete()
        return kept
    record = here.found.record
    named, kept = parties.named(here.procedure, record), {}
    for name in _written(record, wrong):
        field = record._meta.get_field(name)
        kept[name] = _kept(record, name)
        value = _before(here.procedure, field, wrong, events)
        setattr(record, field.attname, field.get_default() if value is None else value)
        record.salts.pop(name, None)
    if kept:
        record.save(update_fields=[*kept, "salts"])
        parties.change(here.cursor, here.procedure, record, here.case, before=named, at=here.at)
    return kept


def _written(target: Any, wrong: Event) -> list[str]:
    names = {field.name for field in target._meta.concrete_fields if hasattr(field, "datum")}
    return [name for name in (wrong.payload or {}) if name in names]


def _kept(target: Any, name: str) -> dict[str, Any]:
    value = getattr(target, target._meta.get_field(name).attname)
    return {"value": plain(value), "salt": target.salts.get(name, "")}


def _before(procedure: type[Procedure], field: Any, wrong: Event, events: list[Event]) -> Any:
    """Return what a field held before the act: the value of the last earlier act that wrote it; None where none did."""
    earlier = [
        (event.payload or {})[field.name]
        for event in past.in_force(events)
        if event.position < wrong.position and field.name in (event.payload or {}) and _on_record(procedure, event)
    ]
    if not earlier:
        return None
    if isinstance(earlier[-1], dict):
        sentence = _("This act replaced “{field}”, and the words before are not kept: do it anew with the right words.")
        raise Refusal(format_lazy(sentence, field=field.verbose_name), kind="kept")
    return (field.target_field if field.is_relation else field).to_python(earlier[-1])


def _on_record(procedure: type[Procedure], event: Event) -> bool:
    action = procedure.actions.get(event.act)
    return action is not None and not action.follows.adds


def terms(here: Held, action: Action, wrong: Event, events: list[Event]) -> None:
    """Let terms run again that the act stopped, and take those away that it started; an extension is refused."""
    then, on = action.follows, local_date(wrong.at)
    if then.resumes or then.extends:
        raise Refusal(_("The act changed the length of a term; move the term by a new act instead."), kind="kept")
    runs = TermRun.objects.filter(case=here.case)
    ran = _running(here.procedure, wrong, events)
    for term in then.starts:
        runs.filter(slug=term.name, started_on=on, stopped_on__isnull=True).delete()
    for term in then.suspends:
        runs.filter(slug=term.name, suspended_on=on).update(suspended_on=None)
    for term in then.ends:
        stopped = runs.filter(slug=term.name, stopped_on=on).order_by("pk").last() if term.name in ran else None
        if stopped is not None:
            runs.filter(pk=stopped.pk).update(stopped_on=None, lapsed=False)
    first = runs.filter(stopped_on__isnull=True, suspended_on__isnull=True).order_by(F("due").asc(nulls_last=True))
    due = first.values_list("due", "provisional").first()
    here.stand |= {"due": due[0] if due else None, "provisional": bool(due and due[0] and due[1])}


def _running(procedure: type[Procedure], wrong: Event, events: list[Event]) -> set[str]:
    """Return the terms that ran just before an act: told by what the acts before it start and end."""
    running: set[str] = set()
    for event in past.in_force(events):
        action = procedure.actions.get(event.act) if event.position < wrong.position else None
        if action is not None:
            running -= {term.name for term in action.follows.ends}
            running |= {term.name for term in action.follows.starts}
    return running


def standing(here: Held, wrong: Event, events: list[Event]) -> None:
    """Open the case again if the act closed it, and take back the sight that the act alone gave."""
    sights = here.procedure.plan.sights
    been = {event.to_state for event in past.in_force(events) if event.position != wrong.position}
    sight = 0
    for stage in been | {wrong.from_state}:
        sight |= sights.get(stage, 0)
    here.stand |= {"sight": sight, "closed_at": None}
