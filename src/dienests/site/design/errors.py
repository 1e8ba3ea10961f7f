"""What is wrong in a form: one list at the top, each line linked to the control that it is about."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dienests.site.design.markup import NOTHING, element


def error_summary(*shown: Any) -> SafeString:
    """Return the list of all errors of the forms, each linked to the first control of its field."""
    entries: list[tuple[Any, str]] = []
    for form in _forms(shown):
        entries += [(message, "") for message in form.non_field_errors()]
        entries += [(_named(bound, each), f"#{first_control(bound)}") for bound in form for each in bound.errors]
    return summary(entries) if entries else NOTHING


def summary(errors: Iterable[tuple[Any, str]], *, title: Any = "", text: Any = "") -> SafeString:
    """Return the error summary of (sentence, address) pairs; an empty address makes no link."""
    lines = [
        element("li", None, element("a", {"href": address}, sentence) if address else sentence)
        for sentence, address in errors
    ]
    body = element(
        "div",
        {"class": "govuk-error-summary__body"},
        element("p", None, text) if text else NOTHING,
        element("ul", {"class": "govuk-list govuk-error-summary__list"}, *lines) if lines else NOTHING,
    )
    heading = element("h2", {"class": "govuk-error-summary__title"}, title or _("There is a problem"))
    shape = {"class": "govuk-error-summary", "data-module": "govuk-error-summary"}
    return element("div", shape, element("div", {"role": "alert"}, heading, body))


def error_prefix(*shown: Any) -> str:
    """Return what a page title begins with when a form is wrong, so that it is heard first."""
    return f"{_('Error:')} " if any(form.errors for form in _forms(shown)) else ""


def control_id(bound: BoundField) -> str:
    """Return the id of a field's control."""
    return bound.auto_id or bound.html_name


def first_control(bound: BoundField) -> str:
    """Return the id of the control at which the answer to this field begins."""
    return f"{control_id(bound)}-day" if isinstance(bound.field.widget, forms.SelectDateWidget) else control_id(bound)


def _named(bound: BoundField, message: Any) -> str:
    """Return the message with its question: "This field is required" alone says nothing at the top of a page."""
    if str(bound.label).casefold() in message.casefold():
        return message
    return _("%(question)s: %(message)s") % {"question": bound.label, "message": message}


def _forms(shown: Sequence[Any]) -> Iterable[BaseForm]:
    for each in shown:
        yield from getattr(each, "forms", [each] if each else [])
