"""Form controls of one line or many: each with its label, hint and error, tied together for screen readers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dienests.site.design import script_words
from dienests.site.design.markup import NOTHING, classes, element, hidden, joined


def label(text: Any, *, id: str | None = None, size: str = "", heading: bool = False) -> SafeString:
    """Return the label of a control; as heading it is also the title of its page."""
    drawn = element("label", {"class": classes("govuk-label", size and f"govuk-label--{size}"), "for": id}, text)
    return element("h1", {"class": "govuk-label-wrapper"}, drawn) if heading else drawn


def hint_text(text: Any, *, id: str, kind: str = "") -> SafeString:
    """Return the help under a label."""
    return element("div", {"id": id, "class": classes("govuk-hint", kind)}, text)


def error_message(text: Any, *, id: str | None = None) -> SafeString:
    """Return what is wrong with one answer; several sentences stand one under the other."""
    sentences = [text] if isinstance(text, str) else list(text)
    inside = joined(sentences, between="<br>")
    return element("p", {"id": id, "class": "govuk-error-message"}, hidden(_("Error:")), " ", inside)


def described(id: str, *, hint: Any = "", error: Any = "", more: str = "") -> str | None:
    """Return the ids that describe a control, for `aria-describedby`."""
    return classes(more, hint and f"{id}-hint", error and f"{id}-error") or None


def group(*parts: Any, error: Any = "", kind: str = "", attributes: Mapping[str, Any] | None = None) -> SafeString:
    """Return the block that holds one question."""
    shape = {"class": classes("govuk-form-group", error and "govuk-form-group--error", kind), **(attributes or {})}
    return element("div", shape, *parts)


def question(
    control: SafeString,
    *,
    id: str,
    label: SafeString,
    hint: Any = "",
    error: Any = "",
    kind: str = "",
    attributes: Mapping[str, Any] | None = None,
    after: SafeString = NOTHING,
) -> SafeString:
    """Return label, hint, error and control in the order in which they are read."""
    return group(
        label,
        hint_text(hint, id=f"{id}-hint") if hint else NOTHING,
        error_message(error, id=f"{id}-error") if error else NOTHING,
        control,
        after,
        error=error,
        kind=kind,
        attributes=attributes,
    )


def text_input(
    *, name: str, id: str, label: SafeString, value: Any = None, hint: Any = "", error: Any = "",
    kind: str = "", type: str = "text", attributes: Mapping[str, Any] | None = None,
) -> SafeString:  # fmt: skip
    """Return a question answered in one line."""
    shape = {
        "class": classes("govuk-input", kind, error and "govuk-input--error"),
        "id": id,
        "name": name,
        "type": type,
        "value": value if value not in (None, "") else None,
        "aria-describedby": described(id, hint=hint, error=error),
    }
    return question(element("input", {**shape, **(attributes or {})}), id=id, label=label, hint=hint, error=error)


def file_upload(
    *, name: str, id: str, label: SafeString, hint: Any = "", error: Any = "",
    attributes: Mapping[str, Any] | None = None,
) -> SafeString:  # fmt: skip
    """Return a question answered by a file."""
    shape = {
        "class": classes("govuk-file-upload", error and "govuk-file-upload--error"),
        "id": id,
        "name": name,
        "type": "file",
        "aria-describedby": described(id, hint=hint, error=error),
    }
    return question(element("input", {**shape, **(attributes or {})}), id=id, label=label, hint=hint, error=error)


def password_input(
    *, name: str, id: str, label: SafeString, hint: Any = "", error: Any = "",
    attributes: Mapping[str, Any] | None = None,
) -> SafeString:  # fmt: skip
    """Return a question for a password, which the reader may show while typing; it is never sent back."""
    shape = {
        "class": classes(
            "govuk-input govuk-password-input__input govuk-js-password-input-input", error and "govuk-input--error"
        ),
        "id": id,
        "name": name,
        "type": "password",
        "spellcheck": "false",
        "aria-describedby": described(id, hint=hint, error=error),
        "autocomplete": "current-password",
        "autocapitalize": "none",
    }
    show = {
        "type": "button",
        "class": "govuk-button govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle",
        "data-module": "govuk-button",
        "aria-controls": id,
        "aria-label": _("Show password"),
        "hidden": True,
    }
    control = element(
        "div",
        {"class": "govuk-input__wrapper govuk-password-input__wrapper"},
        element("input", {**shape, **(attributes or {})}),
        element("button", show, _("Show")),
    )
    module = {"data-module": "govuk-password-input", **script_words.password()}
    kind = "govuk-password-input"
    return question(control, id=id, label=label, hint=hint, error=error, kind=kind, attributes=module)


def textarea(
    *, name: str, id: str, label: SafeString, value: Any = None, hint: Any = "", error: Any = "",
    rows: Any = 5, most: int | None = None, attributes: Mapping[str, Any] | None = None,
) -> SafeString:  # fmt: skip
    """Return a question answered in many lines; `most` counts the characters left without cutting what is typed."""
    shape = {
        "class": classes("govuk-textarea", error and "govuk-textarea--error", most and "govuk-js-character-count"),
        "id": id,
        "name": name,
        "rows": rows,
        "aria-describedby": described(id, hint=hint, error=error, more=f"{id}-info" if most else ""),
    }
    control = element("textarea", {**shape, **(attributes or {})}, "" if value is None else value)
    if not most:
        return question(control, id=id, label=label, hint=hint, error=error)
    return question(
        control,
        id=id,
        label=label,
        hint=hint,
        error=error,
        kind="govuk-character-count",
        attributes={"data-module": "govuk-character-count", "data-maxlength": most, **script_words.count()},
        after=hint_text(script_words.most(most), id=f"{id}-info", kind="govuk-character-count__message"),
    )


def select(
    *, name: str, id: str, label: SafeString, options: Sequence[SafeString], hint: Any = "", error: Any = "",
    attributes: Mapping[str, Any] | None = None,
) -> SafeString:  # fmt: skip
    """Return a question answered from a long list."""
    shape = {
        "class": classes("govuk-select", error and "govuk-select--error"),
        "id": id,
        "name": name,
        "aria-describedby": described(id, hint=hint, error=error),
    }
    control = element("select", {**shape, **(attributes or {})}, *options)
    return question(control, id=id, label=label, hint=hint, error=error)


def option(value: Any, text: Any, *, selected: bool = False, disabled: bool = False) -> SafeString:
    """Return one entry of a select."""
    return element("option", {"value": value, "selected": selected, "disabled": disabled}, text)
