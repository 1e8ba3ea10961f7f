"""Rectifying: a fact about a person stands wrong in a case; the right one takes its place, at any time, by a new event.

Regulation (EU) 2016/679, article 16. Facts that decide how the case goes are corrected by its acts instead.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import answers
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.cases.reading import readable
from dienests.kernel.handling import telling
from dienests.kernel.handling.held import Done, Held, held
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.running_terms import choices_read
from dienests.kernel.retention import erased_list, holds, traces, wiping
from dienests.kernel.retention.charged import checked
from dienests.kernel.retention.erased_list import Line

ACT = "rectified"
KINDS = ("TextField", "DateField", "DecimalField", "CharField")


def rectify(
    *, case: UUID, actor: Actor, at: datetime, field: str, value: Any, basis: str, submission: UUID,
    erases: bool = False,
) -> None:  # fmt: skip
    """Put the right value of one field in the place of the wrong one, in an open or a closed case.

    Any official who reads the field in this case may; `basis` is the application of the person, or a paragraph. With
    `erases` the content of the events that say the wrong value goes as well, unless a hold stands. The opener is told.
    """
    words = checked(basis)
    try:
        with held(case=case, act=ACT, actor=actor, at=at, submission=submission) as here:
            by = ActorRef(mandate=here.official().mandate)
            column = _column(here, field)
            wrong = saying(here.case, field) if erases and column.datum.category is None else []
            if wrong and (hold := holds.standing(here.case)):
                raise holds.refusal(hold)
            traces.overwrite()
            told = _put(here, column, value)
            wiping.empty([each.pk for each in wrong])
            payload = {"field": field, "erased": [each.position for each in wrong], "now": told[field]}
            here.log(by, payload, basis=words)
            telling.opener(here)
            wiping.index_anew(here.case.pk)
            _listed(here, field, wrong)
    except Done:
        return


def fields(procedure: type[Procedure], case: Case, record: Any, actor: Actor, at: datetime) -> list[Any]:
    """Return the fields of a record that hold something, that a person reads, and that may be rectified."""
    mine = readable(actor, procedure, case, record, at)
    filled = (each for each in _may_be(procedure) if getattr(record, each.attname) not in (None, ""))
    return [each for each in filled if each.name in mine]


def _may_be(procedure: type[Procedure]) -> Iterator[Any]:
    decide = set(choices_read(procedure)) | {procedure.conduct_day}
    for each in procedure.record._meta.concrete_fields:
        fact = hasattr(each, "datum") and not each.is_relation and each.get_internal_type() in KINDS
        if fact and each.name not in decide:
            yield each


def _column(here: Held, field: str) -> Any:
    offered = fields(here.procedure, here.case, here.found.record, here.actor, here.at)
    found = next((each for each in offered if each.name == field), None)
    if found is None:
        sentence = _("Choose what is to be rectified.")
        raise Refusal(sentence, kind="fields", fields={"field": sentence})
    return found


def _put(here: Held, column: Any, value: Any) -> dict[str, Any]:
    """Change the record and return what the event tells: the new value, or its hash, under the name of the field."""
    record = here.found.record
    try:
        fresh = answers.one(column, value)
    except ValidationError as wrong:
        raise Refusal(wrong.messages[0], kind="fields", fields={"value": wrong.messages[0]}) from None
    if fresh is None or fresh == getattr(record, column.attname):
        sentence = _("Write the right value; what stands there now is the same.")
        raise Refusal(sentence, kind="fields", fields={"value": sentence})
    setattr(record, column.attname, fresh)
    told, salts = answers.payload(record, {column.attname: fresh})
    record.salts = salts
    record.save(update_fields=[column.name, "salts"])
    return told


def saying(case: Case, field: str) -> list[Event]:
    """Return the events whose content names a value of the field."""
    found = Event.objects.filter(Q(payload__isnull=False), stream_kind=STREAM, stream=case.pk).order_by("position")
    told = [(each, each.payload or {}) for each in found]
    return [each for each, said in told if field in said or (each.act == ACT and said["field"] == field)]


def _listed(here: Held, field: str, wrong: list[Event]) -> None:
    """A restored older copy must not bring the wrong value back."""
    lines = [Line("field", (str(here.case.pk), field, str(here.event)), here.at)]
    erased_list.append([*lines, *(Line("event", (str(each.pk),), here.at) for each in wrong)])


def rectified(case: UUID) -> dict[str, Event]:
    """Return the last rectification of each field of a case, by field."""
    found = Event.objects.filter(stream_kind=STREAM, stream=case, act=ACT).order_by("position")
    return {each.payload["field"]: each for each in found if each.payload}
