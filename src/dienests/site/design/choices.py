"""Questions answered by choosing or by several small fields: radios, checkboxes, a date."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dienests.site.design import inputs
from dienests.site.design.markup import NOTHING, classes, element


@dataclass(frozen=True)
class Choice:
    """One answer; `conditional` is the markup of further questions that belong to it."""

    value: Any
    label: Any
    hint: Any = ""
    checked: bool = False
    disabled: bool = False
    conditional: Any = NOTHING
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Legend:
    """The question over a group of answers; as heading it is also the title of its page."""

    text: Any
    size: str = ""
    heading: bool = False

    def drawn(self) -> SafeString:
        """Return the legend element."""
        text = element("h1", {"class": "govuk-fieldset__heading"}, self.text) if self.heading else self.text
        size = self.size and f"govuk-fieldset__legend--{self.size}"
        return element("legend", {"class": classes("govuk-fieldset__legend", size)}, text)


def radios(**question: Any) -> SafeString:
    """Return a question with one answer out of a few; see `_asked` for its arguments."""
    return _asked("radios", "radio", **question)


def checkboxes(**question: Any) -> SafeString:
    """Return a question with several answers, or one statement to agree to; see `_asked` for its arguments."""
    return _asked("checkboxes", "checkbox", **question)


def _asked(
    block: str, type: str, *, name: str, id: str, items: Iterable[Choice], legend: Legend | None = None,
    hint: Any = "", error: Any = "", inline: bool = False, small: bool = False,
) -> SafeString:  # fmt: skip
    """Return the group of answers; the first has the question's own id, so that the error summary can link to it."""
    described = inputs.described(id, hint=hint, error=error)
    shape = {
        "class": classes(f"govuk-{block}", inline and f"govuk-{block}--inline", small and f"govuk-{block}--small"),
        "data-module": f"govuk-{block}",
    }
    # Without a legend the hint and the error belong to the one statement that is asked to be agreed to.
    alone = described if block == "checkboxes" and not legend else None
    ids = (f"{id}-{number}" if number > 1 else id for number in itertools.count(1))
    answers = [
        part for item, own in zip(items, ids, strict=False) for part in _answer(block, type, name, own, item, alone)
    ]
    return _grouped(element("div", shape, *answers), id=id, legend=legend, hint=hint, error=error, described=described)


def _answer(block: str, type: str, name: str, id: str, item: Choice, described: str | None) -> Iterable[SafeString]:
    base = f"govuk-{block}"
    box = {
        "class": f"{base}__input",
        "id": id,
        "name": name,
        "type": type,
        "value": item.value,
        "checked": item.checked,
        "disabled": item.disabled,
        "data-aria-controls": f"conditional-{id}" if item.conditional else None,
        "aria-describedby": classes(described, item.hint and f"{id}-item-hint") or None,
        **item.attributes,
    }
    yield element(
        "div",
        {"class": f"{base}__item"},
        element("input", box),
        element("label", {"class": f"govuk-label {base}__label", "for": id}, item.label),
        inputs.hint_text(item.hint, id=f"{id}-item-hint", kind=f"{base}__hint") if item.hint else NOTHING,
    )
    if item.conditional:
        folded = not item.checked and f"{base}__conditional--hidden"
        shape = {"class": classes(f"{base}__conditional", folded), "id": f"conditional-{id}"}
        yield element("div", shape, item.conditional)


def _grouped(
    control: SafeString, *, id: str, legend: Legend | None, hint: Any, error: Any, described: str | None,
    role: str | None = None,
) -> SafeString:  # fmt: skip
    parts = [
        legend.drawn() if legend else NOTHING,
        inputs.hint_text(hint, id=f"{id}-hint") if hint else NOTHING,
        inputs.error_message(error, id=f"{id}-error") if error else NOTHING,
        control,
    ]
    if not legend:
        return inputs.group(*parts, error=error)
    shape = {"class": "govuk-fieldset", "role": role, "aria-describedby": described}
    return inputs.group(element("fieldset", shape, *parts), error=error)


def date_input(
    *, id: str, legend: Legend, names: Sequence[str], values: Sequence[Any] = ("", "", ""),
    hint: Any = "", error: Any = "", wrong: Sequence[str] = ("day", "month", "year"),
) -> SafeString:  # fmt: skip
    """Return a question for a known day, typed as day, month, year; `wrong` names the parts an error is about."""
    labels = (_("Day"), _("Month"), _("Year"))
    parts = [
        element(
            "div",
            {"class": "govuk-date-input__item"},
            inputs.group(
                element("label", {"class": "govuk-label govuk-date-input__label", "for": f"{id}-{part}"}, text),
                element("input", _part(f"{id}-{part}", part, name, value, wrong=bool(error) and part in wrong)),
            ),
        )
        for part, text, name, value in zip(("day", "month", "year"), labels, names, values, strict=True)
    ]
    return _grouped(
        element("div", {"class": "govuk-date-input", "id": id}, *parts),
        id=id,
        legend=legend,
        hint=hint,
        error=error,
        described=inputs.described(id, hint=hint, error=error),
        role="group",
    )


def _part(id: str, part: str, name: str, value: Any, *, wrong: bool) -> dict[str, Any]:
    width = "govuk-input--width-4" if part == "year" else "govuk-input--width-2"
    return {
        "class": classes("govuk-input govuk-date-input__input", wrong and "govuk-input--error", width),
        "id": id,
        "name": name,
        "type": "text",
        "inputmode": "numeric",
        "value": value if value not in (None, "") else None,
    }
