"""What a question offers: the persons and the cases that may be named in a field (what `naming` accepts)."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model, Q, QuerySet

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.entitled import subject
from dienests.kernel.parties.managers import direct_manager
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.organisation import Organisation
from dienests.kernel.parties.people import colleagues
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.relations import represented
from dienests.kernel.parties.representation import Representation
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.rules import Rule


def persons(
    field: Any, *, institution: int, on: date, opener: UUID | None, actor: UUID, rules: Iterable[Rule]
) -> QuerySet[Person]:
    """Return who may be named: holders of the office of the field, never the opener where a rule forbids it.

    Where the field asks for the direct manager, that of the person who acts.
    """
    found = colleagues(institution, on)
    named = Q()
    if field.office:
        holders = Mandate.objects.in_force(on).filter(office__institution=institution, office__slug=field.office)
        named |= Q(pk__in=holders.values("person"))
    if field.manager:
        manager = direct_manager(actor, institution, on)
        named |= Q(pk=manager.pk if manager else None)
    found = found.filter(named)
    if opener is not None and any(_turns_against(rule, field, opener) for rule in rules):
        return found.exclude(pk=opener)
    return found


def sides(action: Action, field: Any, *, actor: UUID, record: Any, institution: int, on: date) -> QuerySet[Any] | None:
    """Return whom to offer where an act needs a right to act for another: subjects, or who may act for the subject.

    None where the act needs no such right, or where an official enters a subject: then everybody is offered.
    """
    matrix = action.entitled
    if matrix is None or field.name not in (*matrix.of, matrix.who):
        return None
    model: type[Model] = field.remote_field.model
    if field.name == matrix.who:
        person, organisation = subject(record, matrix, record.opener_id)
        rights = Representation.objects.in_force(on).filter(institution=institution)
        rights = rights.filter(person=person) if organisation is None else rights.filter(organisation=organisation)
        return model._default_manager.filter(Q(pk=person) | Q(pk__in=rights.values("representative"))).order_by(
            "sort_key", "pk"
        )
    if matrix.who:
        return None
    rights = represented(actor, on).filter(institution=institution)
    if model is Organisation:
        return model._default_manager.filter(pk__in=rights.values("organisation")).order_by("name", "pk")
    return model._default_manager.filter(Q(pk=actor) | Q(pk__in=rights.values("person"))).order_by("sort_key", "pk")


def cases(field: Any, *, opener: UUID) -> QuerySet[Case]:
    """Return the cases that a person opened, newest first; of one procedure where the field says so."""
    own = Case.objects.filter(opener=opener).order_by("-opened_at", "pk")
    return own.filter(procedure=field.of) if field.of else own


def _turns_against(rule: Rule, field: Any, opener: UUID) -> bool:
    """Say whether a rule tells the opener from anybody else in this field."""
    if field.attname not in rule.holds.reads():
        return False
    named = (field.model(case=Case(opener_id=opener), **{field.attname: person}) for person in (opener, uuid4()))
    forbidden, allowed = (rule.holds.holds(record) for record in named)
    return allowed and not forbidden
