"""Finding every text that is to be translated, in Python files and templates."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from dienests.site.i18n.places import PACKAGE, PARTS

# What a text is known by: its context (or None) and its singular.
Key: TypeAlias = tuple[str | None, str]

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass
class Text:
    """One text to translate: where it is used, and its plural where it counts something."""

    key: Key
    plural: str | None = None
    places: list[str] = field(default_factory=list)

    @property
    def part(self) -> str:
        """The part whose catalogue holds it: the lowest that uses it."""
        return min((place.split("/", 1)[0] for place in self.places), key=PARTS.index)


def texts() -> dict[Key, Text]:
    """Return every text of the package, in the order of the files that use it."""
    found: dict[Key, Text] = {}
    for part in PARTS:
        for path in sorted((PACKAGE / part).rglob("*")):
            if path.suffix in (".py", ".html") and "tests" not in path.parts and "migrations" not in path.parts:
                for key, plural in _of_file(path):
                    text = found.setdefault(key, Text(key))
                    text.plural = text.plural or plural
                    place = str(path.relative_to(PACKAGE))
                    if place not in text.places:
                        text.places.append(place)
    return found


def _of_file(path: Path) -> Iterator[tuple[Key, str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # Django turns a template into something like Python; in brackets its indentation does not matter.
        source = f"({templatize(source, origin=str(path))}\n)"
    for _, message, _, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        singular, plural = message if isinstance(message, tuple) else (message, None)
        if singular:
            yield (context, singular), plural
