"""Builds HTML elements from Python, escaped; the only place where the components make markup."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

VOID = {"br", "input", "hr", "img"}
NOTHING = SafeString("")

Attributes = Mapping[str, Any]


def element(name: str, attributes: Attributes | None = None, *children: Any) -> SafeString:
    """Return one element; an attribute that is None or False is left out, True stands without a value."""
    start = f"<{name}{_attributes(attributes or {})}>"
    if name in VOID:
        return SafeString(start)
    return SafeString(f"{start}{joined(children)}</{name}>")


def joined(children: Any, between: str = "") -> SafeString:
    """Return the children in a row; text is escaped, markup is kept."""
    return SafeString(between.join(conditional_escape(child) for child in children if child is not None))


def classes(*names: object) -> str:
    """Return a class attribute of those names that are given."""
    return " ".join(name for name in names if isinstance(name, str) and name)


def named(attributes: Attributes) -> dict[str, Any]:
    """Return attributes whose names were written as template keywords: `aria_label` is `aria-label`."""
    return {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}


def hidden(text: Any) -> SafeString:
    """Return text that only screen readers speak."""
    return element("span", {"class": "govuk-visually-hidden"}, text)


def _attributes(attributes: Attributes) -> SafeString:
    parts = []
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        parts.append(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"')
    return SafeString("".join(parts))


@dataclass(frozen=True)
class Link:
    """A label and where it leads; `url` is empty for a label alone."""

    label: Any
    url: str = ""
    active: bool = False
    note: str = ""


def link(item: Any) -> Link:
    """Read a link from a mapping, an object with the same names, a (label, url) pair or a label alone."""
    if isinstance(item, Link):
        return item
    if isinstance(item, str):
        return Link(item)
    if isinstance(item, tuple | list):
        return Link(*item)
    return Link(*(read(item, name, default) for name, default in _LINK))


_LINK = (("label", ""), ("url", ""), ("active", False), ("note", ""))


def read(item: Any, name: str, default: Any = None) -> Any:
    """Return the named value of a mapping or an object."""
    return item.get(name, default) if isinstance(item, Mapping) else getattr(item, name, default)
