"""Links: whether the persons and cases that an answer names may be named; asked by the statement that locks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.statements import Cursor, columns
from dienests.kernel.parties.managers import direct_manager
from dienests.kernel.parties.models import Mandate, Office
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.fields import CaseLink, OrganisationLink, PersonLink
from dienests.kernel.procedures.items import Label

EMPTY = (None, "")
NOT_KNOWN = _("This person is not registered; choose one from the list.")
NO_FIRM = _("This legal person is not registered; choose one from the list.")
NOT_IN_OFFICE = _("This person does not hold the office that is asked for; choose one from the list.")
NOT_MANAGER = _("This is not your direct manager; choose the one from the list.")
NOT_OWN = _("This is no case of yours that can be named here; choose one from the list.")


@dataclass(frozen=True, slots=True)
class Link:
    """One field with a person or a case in it: the SQL test, its values, and the sentence when it fails."""

    name: str
    sql: str
    values: tuple[Any, ...]
    sentence: Label


def links(
    action: Action, model: Any, given: Mapping[str, Any], *, institution: int, person: UUID | None, on: date
) -> list[Link]:
    """Return the tests for what is given; what the machine carries over was tested when it was first given."""
    return list(_links(action, model, given, institution, person, on)) if person and given else []


def failing(cursor: Cursor, found: Sequence[Link]) -> list[Link]:
    """Return the links that fail their test, where no case is locked yet; one query if there are any."""
    if not found:
        return []
    values = [value for link in found for value in link.values]
    cursor.execute("SELECT " + ", ".join(link.sql for link in found), values)
    return [link for link, holds in zip(found, cursor.fetchone(), strict=True) if not holds]


def _links(
    action: Action, model: Any, given: Mapping[str, Any], institution: int, person: UUID, on: date
) -> Iterator[Link]:
    for name in action.fields:
        field, value = model._meta.get_field(name), given.get(name)
        if value in EMPTY or not isinstance(field, PersonLink | CaseLink | OrganisationLink):
            continue
        try:
            key = field.target_field.to_python(getattr(value, "pk", value))
        except ValidationError:
            continue  # refused with the other answers
        if isinstance(field, CaseLink):
            yield _own_case(name, key, field.of, person)
        elif isinstance(field, PersonLink) and field.manager and _leads(key, person, institution, on):
            continue
        elif isinstance(field, PersonLink) and field.office:
            yield _holder(name, key, field.office, institution, on)
        elif isinstance(field, PersonLink) and field.manager:
            yield Link(name, "1 = 0", (), NOT_MANAGER)
        else:
            table = columns(field.remote_field.model)
            sql = f"EXISTS (SELECT 1 FROM {table.table} x WHERE x.id = %s)"
            sentence = NO_FIRM if isinstance(field, OrganisationLink) else NOT_KNOWN
            yield Link(name, sql, (table.value("id", key),), sentence)


def _leads(key: UUID, person: UUID, institution: int, on: date) -> bool:
    manager = direct_manager(person, institution, on)
    return manager is not None and manager.pk == key


def _own_case(name: str, key: UUID, procedure: str, person: UUID) -> Link:
    cases = columns(Case)
    test = "x.id = %s AND x.opener_id = %s" + (" AND x.procedure = %s" if procedure else "")
    values = (cases.value("id", key), cases.value("opener_id", person), *filter(None, [procedure]))
    return Link(name, f"EXISTS (SELECT 1 FROM {cases.table} x WHERE {test})", values, NOT_OWN)


def _holder(name: str, key: UUID, office: str, institution: int, on: date) -> Link:
    mandates, day = columns(Mandate), columns(Mandate).value("valid_from", on)
    sql = (
        f"EXISTS (SELECT 1 FROM {mandates.table} x INNER JOIN {columns(Office).table} o ON o.id = x.office_id "
        "WHERE x.person_id = %s AND o.slug = %s AND o.institution_id = %s "
        "AND x.valid_from <= %s AND (x.valid_to IS NULL OR x.valid_to > %s))"
    )
    return Link(name, sql, (mandates.value("person_id", key), office, institution, day, day), NOT_IN_OFFICE)
