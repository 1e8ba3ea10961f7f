"""Wiping what procedures keep: fields of records and entries by category, and letters that repeat them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.template.loader import get_template

from dienests.kernel.handling.correction import Correction
from dienests.kernel.letters.letter import Letter
from dienests.kernel.norms.erasing import CONTENT, PARTICIPANTS
from dienests.kernel.parties.organisation import Organisation
from dienests.kernel.parties.person import Person
from dienests.kernel.procedures.earlier import letter_of
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import versions
from dienests.kernel.procedures.running_terms import choices_read

_FIELD = re.compile(r"\brecord\.(\w+)")


def slug_of(procedure: type[Procedure], field: Any) -> str:
    """Return with which kind of data a field of a record is erased; empty where it stays as a figure of nobody.

    An option that conditions look at stays, for the account counts by it; so do days and numbers without a category.
    """
    if field.name in choices_read(procedure):
        return ""
    if field.datum.category is not None:
        return str(field.datum.category.slug)
    if field.is_relation:
        return PARTICIPANTS if field.related_model in (Person, Organisation) else CONTENT
    return CONTENT if field.get_internal_type() == "TextField" else ""


def slugs(procedure: type[Procedure]) -> tuple[str, ...]:
    """Return the categories of data that a procedure keeps, those of its openers too, in the order of the record."""
    found = [slug_of(procedure, field) for _model, field in _fields(procedure)]
    found += [role.identity.slug for role in procedure.roles.values() if role.identity]
    return tuple(dict.fromkeys(each for each in found if each and each not in (PARTICIPANTS, CONTENT)))


def models(procedure: type[Procedure]) -> list[Any]:
    """Return the record of a procedure, then its kinds of entries, those of every version too."""
    entries = {
        action.follows.adds
        for each in versions(procedure.slug)
        for action in each.actions.values()
        if action.follows.adds
    }
    return [procedure.record, *sorted(entries, key=lambda model: str(model.__name__))]


def wipe(procedure: type[Procedure], case: UUID, gone: frozenset[str]) -> int:
    """Wipe the fields of these kinds, their salts, what corrections kept of them, and the letters that repeat them."""
    touched, names = 0, set()
    for model in models(procedure):
        fields = [each for owner, each in _fields(procedure) if owner is model and slug_of(procedure, each) in gone]
        names |= {each.name for each in fields}
        if fields:
            touched += _wipe(model, case, fields)
    if names:
        _corrections(case, names)
        _letters(procedure, case, names)
    return touched


def _wipe(model: Any, case: UUID, fields: list[Any]) -> int:
    touched = 0
    for row in model.objects.filter(case=case):
        before = [getattr(row, each.attname) for each in fields]
        for each in fields:
            setattr(row, each.attname, each.get_default())
        salts = {name: salt for name, salt in row.salts.items() if name not in {each.name for each in fields}}
        if before != [getattr(row, each.attname) for each in fields] or salts != row.salts:
            row.salts = salts
            row.save(update_fields=[*(each.name for each in fields), "salts"])
            touched += 1
    return touched


def _fields(procedure: type[Procedure]) -> Iterator[tuple[Any, Any]]:
    for model in models(procedure):
        yield from ((model, each) for each in model._meta.concrete_fields if hasattr(each, "datum"))


def _corrections(case: UUID, names: set[str]) -> None:
    for row in Correction.objects.filter(case=case):
        kept = {name: value for name, value in row.kept.items() if name not in names}
        if kept != row.kept:
            row.kept = kept
            row.save(update_fields=["kept"])


def _letters(procedure: type[Procedure], case: UUID, names: set[str]) -> None:
    for row in Letter.objects.filter(case=case).exclude(html="").only("pk", "slug"):
        declared = letter_of(procedure, row.slug)
        if names & (repeated(declared.template) | {declared.to.named}):
            Letter.objects.filter(pk=row.pk).update(html="", addressee="")


@cache
def repeated(template: str) -> frozenset[str]:
    """Return the names of fields of the record that the text of a letter names."""
    source: str = get_template(template).template.source  # type: ignore[attr-defined]
    return frozenset(_FIELD.findall(source))


def empty(procedure: type[Procedure], case: UUID, name: str) -> None:
    """Empty one field of the record, and whatever repeats it."""
    fields = [each for owner, each in _fields(procedure) if owner is procedure.record and each.name == name]
    if fields:
        _wipe(procedure.record, case, fields)
        _corrections(case, {name})
        _letters(procedure, case, {name})
