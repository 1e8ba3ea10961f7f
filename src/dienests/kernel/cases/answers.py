"""Answers: what a person typed, cleaned by the fields of the record, refused when unknown, missing or not asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.links import EMPTY, Link
from dienests.kernel.cases.statements import columns
from dienests.kernel.log.canonical import commitment, new_salt
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.refusals import Refusal


def clean(action: Action, target: Any, given: Mapping[str, Any], refused: Sequence[Link] = ()) -> dict[str, Any]:
    """Set the given values on `target` (a record or an entry) and return them by attribute name.

    `refused` are the persons and cases that may not be named. `target` may be changed when this raises Refusal with a
    sentence per field; it is then thrown away.
    """
    wrong: dict[str, Label] = {link.name: link.sentence for link in refused}
    changed: dict[str, Any] = {}
    for name in given:
        if name not in action.fields:
            wrong[name] = format_lazy(_("“{name}” is not asked here; leave it out."), name=name)
    for name, value in action.sets.items():
        field = target._meta.get_field(name)
        changed[field.attname] = getattr(value, "value", value)  # an option is kept by its key
        setattr(target, field.attname, changed[field.attname])
    for name in action.fields:
        field = target._meta.get_field(name)
        try:
            value = one(field, given.get(name))
        except ValidationError as error:
            wrong[name] = error.messages[0]
            continue
        if value not in EMPTY:  # a question that is left open changes nothing that stands there already
            changed[field.attname] = value
            setattr(target, field.attname, value)
    wrong |= _missing(action, target, changed, wrong)
    if wrong:
        first = next(iter(wrong.values()))
        raise Refusal(first, basis=action.basis, kind="fields", fields=wrong)
    return changed


def stand(action: Action, target: Any, given: Mapping[str, Any]) -> bool:
    """Say whether the given values stand on `target` already; one that is left open changes nothing, so it does."""
    for name in action.fields:
        field = target._meta.get_field(name)
        try:
            value = one(field, given.get(name))
        except ValidationError:
            return False
        if value not in EMPTY and value != getattr(target, field.attname):
            return False
    return True


def one(field: Any, given: Any) -> Any:
    """Return one value as the field keeps it, None for nothing; raises ValidationError."""
    if isinstance(given, str):
        given = given.strip()
    if given in EMPTY:
        return None
    if field.is_relation:
        return field.target_field.to_python(getattr(given, "pk", given))
    value = field.to_python(given)
    if field.choices and value not in {key for key, _label in field.choices}:
        raise ValidationError(_("Choose one of the options."))
    field.run_validators(value)
    return value


def _missing(action: Action, target: Any, changed: dict[str, Any], wrong: Mapping[str, Label]) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for name in action.fields:
        field = target._meta.get_field(name)
        if name in wrong:
            continue
        empty = field.attname not in changed
        holds = action.asks_if[name].holds(target) if name in action.asks_if else None
        if empty and (name in action.asks or holds):
            found[name] = format_lazy(_("Fill in “{field}”."), field=field.verbose_name)
        elif not empty and holds is False:
            found[name] = format_lazy(
                _("“{field}” is asked only if the message {condition}; leave it empty."),
                field=field.verbose_name, condition=action.asks_if[name].label,
            )  # fmt: skip
    return found


def payload(target: Any, changed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what the log keeps of the values, and the salts to keep beside them.

    A value of a category of personal data never enters the log: SHA-256(salt || value) stands for it.
    """
    kept: dict[str, Any] = {}
    salts = dict(target.salts)
    for name, value in changed.items():
        field = columns(type(target)).fields[name]
        datum = getattr(field, "datum", None)
        if value in EMPTY:
            salts.pop(field.name, None)
        elif datum is None or datum.category is None:
            kept[field.name] = value
        else:
            salt = new_salt()
            salts[field.name] = salt.hex()
            kept[field.name] = {"sha256": commitment(salt, value).hex()}
    return kept, salts
