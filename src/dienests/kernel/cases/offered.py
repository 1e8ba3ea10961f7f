"""What a question offers: the persons and the cases that may be named in a field (what `naming` accepts)."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet

from dienests.kernel.cases.case import Case
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.people import colleagues
from dienests.kernel.parties.person import Person
from dienests.kernel.procedures.rules import Rule


def persons(field: Any, *, institution: int, on: date, opener: UUID | None, rules: Iterable[Rule]) -> QuerySet[Person]:
    """Return who may be named: holders of the office of the field, never the opener where a rule forbids it."""
    found = colleagues(institution, on)
    if field.office:
        holders = Mandate.objects.in_force(on).filter(office__institution=institution, office__slug=field.office)
        found = found.filter(pk__in=holders.values("person"))
    if opener is not None and any(_turns_against(rule, field, opener) for rule in rules):
        return found.exclude(pk=opener)
    return found


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
