"""Reads from a field of a Django form what the components need to draw it."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.forms.forms import BaseForm
from django.utils.translation import gettext as _

from dienests.site.design import choices, inputs
from dienests.site.design.errors import control_id

# Said by the design itself or by the server: the browser must neither cut nor refuse what is typed.
OWN_ATTRIBUTES = {"class", "id", "maxlength", "minlength", "required", "rows", "cols", "min", "max", "step", "type"}


def declared(form: BaseForm, name: str) -> Mapping[str, Mapping[str, Any]]:
    """Return what a form declares for its drawing, by field and answer."""
    by_field: Mapping[str, Mapping[str, Any]] = getattr(form, name, {})
    return by_field


def question(bound: BoundField, optional: bool) -> str:
    """Return the label, saying so where the answer may be left out."""
    shown = str(bound.label)
    return shown if bound.field.required or not optional else _("%(question)s (optional)") % {"question": shown}


def attributes(bound: BoundField) -> dict[str, Any]:
    """Return the attributes that a form gave to its control."""
    given = {name: value for name, value in bound.field.widget.attrs.items() if name not in OWN_ATTRIBUTES}
    return {**given, **({"disabled": True} if bound.field.disabled else {})}


def value(bound: BoundField) -> Any:
    """Return the answer as the control shows it."""
    return bound.field.widget.format_value(bound.value())


def common(bound: BoundField) -> dict[str, Any]:
    """Return what every control needs."""
    return {
        "name": bound.html_name,
        "id": control_id(bound),
        "hint": bound.help_text,
        "error": list(bound.errors),
    }


def labelled(bound: BoundField, *, heading: bool, size: str, optional: bool, inline: bool) -> dict[str, Any]:
    """Return what a control with a label needs."""
    label = inputs.label(question(bound, optional), id=control_id(bound), size=size, heading=heading)
    return {**common(bound), "label": label, "attributes": attributes(bound)}


def legend(bound: BoundField, *, heading: bool, size: str, optional: bool) -> choices.Legend:
    """Return the question over a group of answers."""
    return choices.Legend(question(bound, optional), size=size, heading=heading)
