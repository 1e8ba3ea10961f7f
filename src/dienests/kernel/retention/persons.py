"""Persons whom nothing names any more: their names and codes go with the last case that had a reason to keep them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from dienests.kernel.cases.acted_for import ActedFor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.log.events import Event
from dienests.kernel.parties.person import Person
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.retention.records import models

STREAM = "person"


def named(procedure: type[Procedure], case: UUID) -> set[UUID]:
    """Return the persons whom a case names: its opener, who takes part, who acted for whom, whom its record names."""
    found = set(Case.objects.filter(pk=case).values_list("opener", flat=True))
    found |= set(Participant.objects.filter(case=case).values_list("person", flat=True))
    for row in ActedFor.objects.filter(case=case).values_list("actor", "person"):
        found |= set(row)
    for model in models(procedure):
        links = [each.name for each in model._meta.concrete_fields if each.related_model is Person]
        for row in model.objects.filter(case=case).values_list(*links) if links else ():
            found |= set(row)
    return {each for each in found if each}


def without_reason(people: Iterable[UUID]) -> list[UUID]:
    """Return those whom no row of any table names any more; one query for each table that can name a person."""
    left = set(people)
    for relation in Person._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        if not left:
            break
        model: Any = relation.related_model
        name = relation.field.name  # type: ignore[union-attr]
        left -= set(model._default_manager.filter(**{f"{name}__in": left}).values_list(name, flat=True))
    return sorted(left)


def wipe(people: Iterable[UUID]) -> list[UUID]:
    """Empty the rows of these persons; return the events of their streams, whose content is to be erased."""
    listed = list(people)
    Person.objects.filter(pk__in=listed).update(
        given_name="", family_name="", sort_key="", folded="", code_search=None, code_cipher=None, born_on=None,
        died_on=None,
    )  # fmt: skip
    events = Event.objects.filter(Q(payload__isnull=False) | Q(salt__isnull=False), stream_kind=STREAM)
    return list(events.filter(stream__in=listed).values_list("pk", flat=True)) if listed else []


def still_named(people: Iterable[UUID]) -> list[UUID]:
    """Return those whose row still says who they are."""
    found = Person.objects.filter(pk__in=list(people))
    return list(found.exclude(given_name="", family_name="", code_search__isnull=True).values_list("pk", flat=True))
