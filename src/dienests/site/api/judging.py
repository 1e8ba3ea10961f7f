"""Judging values by their schema: the few words of JSON Schema that our own descriptions use, one sentence each."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.procedures.items import Label

UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"-?[0-9]{1,12}")
Schema = dict[str, Any]


def faults(schema: Schema, given: dict[str, Any]) -> Iterator[tuple[str, Label]]:
    """Yield (name, sentence) for each member of an object that is unknown, missing or wrong."""
    for name, value in given.items():
        if name not in schema["properties"]:
            yield name, _("This is not asked here; leave it out.")
        elif sentence := fault(schema["properties"][name], value):
            yield name, sentence
    for name in schema.get("required", ()):
        if name not in given:
            yield name, _("This is missing.")


def fault(schema: Schema, value: Any) -> Label:
    """Return what is wrong with a text (of a number, where one stands in an address), or an empty text."""
    if schema.get("type") == "integer":
        return _integer(schema, str(value))
    if not isinstance(value, str):
        return _("This must be a text.")
    if "enum" in schema:
        known = ", ".join(schema["enum"])
        return "" if value in schema["enum"] else format_lazy(_("This must be one of: {known}."), known=known)
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        return format_lazy(
            _("This must be {least} to {most} characters long."),
            least=schema.get("minLength", 0), most=schema.get("maxLength", "…"),
        )  # fmt: skip
    if not _keepable(value):
        return _("The text holds characters that cannot be kept; write it anew without them.")
    if "pattern" in schema and not _compiled(schema["pattern"]).search(value):
        return _("This does not have the form that the description gives.")
    return FORMATS[schema["format"]](value) if "format" in schema else ""


def _keepable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in value


def _integer(schema: Schema, value: str) -> Label:
    least, most = schema["minimum"], schema["maximum"]
    if WHOLE.fullmatch(value) and least <= int(value) <= most:
        return ""
    return format_lazy(_("This must be a whole number from {least} to {most}."), least=least, most=most)


def _uuid(value: str) -> Label:
    return "" if UUID.fullmatch(value) else _("This must be a UUID.")


def _day(value: str) -> Label:
    try:
        good = DAY.fullmatch(value) is not None and date.fromisoformat(value) is not None
    except ValueError:
        good = False
    return "" if good else _("This must be a day such as 2026-11-25.")


FORMATS = {"uuid": _uuid, "date": _day}


@lru_cache(maxsize=100)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern as JSON Schema means it: `$` is the end of the text, not a line before it."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))
