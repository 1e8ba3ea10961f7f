"""Draws the fields of any Django form with the components.

A form may declare two things for its drawing: `reveals = {"kind": {"other": ["which"]}}` puts the field `which` under
the answer `other` of `kind`, and `choice_hints = {"kind": {"other": "Say which."}}` explains single answers.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.utils.safestring import SafeString

from dienests.site.design import choices, inputs, reading
from dienests.site.design.markup import element, joined

DAY_PARTS = ("day", "month", "year")


def field(
    bound: BoundField, *, heading: bool = False, size: str = "", optional: bool = True, inline: bool = False
) -> SafeString:
    """Return one field: label, hint, error, control; heading makes its label the title of the page."""
    widget = bound.field.widget
    if isinstance(widget, forms.HiddenInput):
        return SafeString(str(bound))
    for kind, draw in DRAWN.items():
        if isinstance(widget, kind):
            return draw(
                bound, heading=heading, size=size or ("l" if heading else "s"), optional=optional, inline=inline
            )
    raise TypeError(f"The design cannot draw {type(widget).__name__} of field {bound.name}: choose another widget.")


def fields(form: BaseForm, *, optional: bool = True) -> SafeString:
    """Return all fields of a form in its order, each revealed field under the answer that reveals it."""
    reveals = reading.declared(form, "reveals").values()
    revealed = {name for answers in reveals for names in answers.values() for name in names}
    return joined([field(bound, optional=optional) for bound in form if bound.name not in revealed], between="\n")


def _line(bound: BoundField, **how: Any) -> SafeString:
    widget = bound.field.widget
    shape = reading.labelled(bound, **how)
    kind, type, value = widget.attrs.get("class", ""), widget.input_type, reading.value(bound)
    if isinstance(widget, forms.NumberInput):
        type, whole = "text", not isinstance(bound.field, forms.FloatField | forms.DecimalField)
        shape["attributes"] = {"inputmode": "numeric" if whole else "decimal", **shape["attributes"]}
        kind = kind or "govuk-input--width-10"
    if isinstance(widget, forms.EmailInput):
        shape["attributes"] = {"autocomplete": "email", "spellcheck": "false", **shape["attributes"]}
    return inputs.text_input(**shape, kind=kind, type=type, value=value)


# Browsers show these controls in the reader's own form; their value travels in the international one.
MOMENTS = (
    (forms.DateTimeInput, "datetime-local", datetime, "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", date, "%Y-%m-%d"),
    (forms.TimeInput, "time", time, "%H:%M"),
)


def _moment(bound: BoundField, **how: Any) -> SafeString:
    value = bound.value()
    for kind, type, held, form in MOMENTS:
        if isinstance(bound.field.widget, kind):
            written = value.strftime(form) if isinstance(value, held) else value
            kind_of_input = bound.field.widget.attrs.get("class", "d-input--moment")
            return inputs.text_input(**reading.labelled(bound, **how), kind=kind_of_input, type=type, value=written)
    raise TypeError(f"{bound.name} is no day, moment or time: choose another widget.")


def _password(bound: BoundField, **how: Any) -> SafeString:
    return inputs.password_input(**reading.labelled(bound, **how))


def _file(bound: BoundField, **how: Any) -> SafeString:
    return inputs.file_upload(**reading.labelled(bound, **how))


def _textarea(bound: BoundField, **how: Any) -> SafeString:
    attrs = bound.field.widget.attrs
    most = attrs.get("maxlength")
    return inputs.textarea(
        **reading.labelled(bound, **how),
        value=reading.value(bound),
        rows=attrs.get("rows", 5),
        most=int(most) if most else None,
    )


def _entries(bound: BoundField) -> list[tuple[Any, list[dict[str, Any]]]]:
    return [
        (name, options) for name, options, _index in bound.field.widget.optgroups(bound.html_name, reading.value(bound))
    ]


def _select(bound: BoundField, **how: Any) -> SafeString:
    shape = reading.labelled(bound, **how)
    if bound.field.widget.allow_multiple_selected:
        shape["attributes"]["multiple"] = True
    drawn: list[SafeString] = []
    for name, entries in _entries(bound):
        options = [inputs.option(each["value"], each["label"], selected=each["selected"]) for each in entries]
        drawn += [element("optgroup", {"label": name}, *options)] if name else options
    return inputs.select(**shape, options=drawn)


def _choices(bound: BoundField) -> list[choices.Choice]:
    hints = reading.declared(bound.form, "choice_hints").get(bound.name, {})
    reveals = reading.declared(bound.form, "reveals").get(bound.name, {})
    return [
        choices.Choice(
            value=each["value"],
            label=each["label"],
            hint=hints.get(str(each["value"]), ""),
            checked=each["selected"],
            disabled=bound.field.disabled,
            conditional=joined([field(bound.form[name]) for name in reveals.get(str(each["value"]), ())]),
        )
        for _name, entries in _entries(bound)
        for each in entries
        # A blank answer belongs to lists that fold; among radios it would be a circle without a meaning.
        if str(each["value"]) or str(each["label"]).strip("-")
    ]


def _radios(bound: BoundField, *, inline: bool, **how: Any) -> SafeString:
    return choices.radios(
        **reading.common(bound), items=_choices(bound), legend=reading.legend(bound, **how), inline=inline
    )


def _checkboxes(bound: BoundField, *, inline: bool, **how: Any) -> SafeString:
    return choices.checkboxes(**reading.common(bound), items=_choices(bound), legend=reading.legend(bound, **how))


def _agreement(bound: BoundField, **how: Any) -> SafeString:
    reveals = reading.declared(bound.form, "reveals").get(bound.name, {})
    agreed = choices.Choice(
        value=bound.field.widget.attrs.get("value", "on"),
        label=bound.label,
        hint=bound.help_text,
        checked=bound.field.widget.check_test(bound.value()),
        disabled=bound.field.disabled,
        conditional=joined([field(bound.form[name]) for name in reveals.get("on", ())]),
    )
    return choices.checkboxes(**{**reading.common(bound), "hint": ""}, items=[agreed])


def _day(bound: BoundField, *, inline: bool, **how: Any) -> SafeString:
    names = [f"{bound.html_name}_{part}" for part in DAY_PARTS]
    if bound.form.is_bound:
        # What was typed is kept even where it is no day.
        values = [bound.form.data.get(name, "") for name in names]
    else:
        parts = reading.value(bound) or {}
        values = [parts.get(part) or "" for part in DAY_PARTS]
    missing = [part for part, value in zip(DAY_PARTS, values, strict=True) if not value]
    shape = {name: value for name, value in reading.common(bound).items() if name != "name"}
    return choices.date_input(
        **shape, legend=reading.legend(bound, **how), names=names, values=values, wrong=missing or DAY_PARTS
    )


# The first that fits draws; a kind stands before the kinds that it extends.
DRAWN: dict[type[forms.Widget], Callable[..., SafeString]] = {
    forms.SelectDateWidget: _day,
    forms.CheckboxSelectMultiple: _checkboxes,
    forms.RadioSelect: _radios,
    forms.Select: _select,
    forms.CheckboxInput: _agreement,
    forms.Textarea: _textarea,
    forms.PasswordInput: _password,
    forms.FileInput: _file,
    forms.DateTimeInput: _moment,
    forms.DateInput: _moment,
    forms.TimeInput: _moment,
    forms.widgets.Input: _line,
}
