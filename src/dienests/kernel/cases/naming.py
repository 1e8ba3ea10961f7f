"""Naming: whether the persons and the cases that an act names may be named there."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.case import Case
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.fields import CaseLink
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.refusals import Refusal


def check(
    action: Action, model: type[Any], changed: Mapping[str, Any], *, institution: int, person: UUID | None, on: date
) -> None:
    """Raise Refusal with a sentence per field that names somebody or something it may not; one query per such field."""
    wrong: dict[str, Label] = {}
    for name in action.fields:
        field = model._meta.get_field(name)
        value = changed.get(field.attname)
        office = getattr(field, "office", "")
        if value is None:
            continue
        if office and not _holds(value, office, institution, on):
            wrong[name] = format_lazy(
                _("This person cannot be named as “{field}” here; choose one of those offered."),
                field=field.verbose_name,
            )  # fmt: skip
        if isinstance(field, CaseLink) and not _own(value, field.of, person):
            wrong[name] = _("Choose a case that you opened yourself.")
    if wrong:
        raise Refusal(next(iter(wrong.values())), basis=action.basis, kind="fields", fields=wrong)


def _holds(person: UUID, office: str, institution: int, on: date) -> bool:
    mandates = Mandate.objects.in_force(on)
    return mandates.filter(person=person, office__slug=office, office__institution=institution).exists()


def _own(case: UUID, procedure: str, person: UUID | None) -> bool:
    cases = Case.objects.filter(pk=case, opener=person)
    return (cases.filter(procedure=procedure) if procedure else cases).exists()
