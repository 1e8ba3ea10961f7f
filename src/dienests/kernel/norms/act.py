"""An act as its outline tells it: chapters and provisions with addresses, kinds, and summaries in our own words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dienests.kernel.norms.basis import Basis

__all__ = ["Act", "Bilingual", "Chapter", "Kind", "Provision", "Redaction"]


class Kind(StrEnum):
    """What a provision does."""

    DUTY = "duty"
    RIGHT = "right"
    PROHIBITION = "prohibition"
    POWER = "power"
    DEFINITION = "definition"
    VALUE = "value"
    INFORMATION = "information"

    @property
    def label(self) -> Promise:
        """The kind in words."""
        return KIND_LABELS[self]


KIND_LABELS: dict[str, Promise] = {
    Kind.DUTY: _("duty"),
    Kind.RIGHT: _("right"),
    Kind.PROHIBITION: _("prohibition"),
    Kind.POWER: _("power"),
    Kind.DEFINITION: _("definition"),
    Kind.VALUE: _("value"),
    Kind.INFORMATION: _("information"),
}


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in both languages; as a string it is the one that the reader has chosen."""

    lv: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "lv").startswith("en") else self.lv


@dataclass(frozen=True, slots=True)
class Redaction:
    """An earlier redaction, which the act replaced."""

    number: str
    issued: date


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the document; `number` is what is printed before it, `parent` the address of the chapter above."""

    address: str
    title: Bilingual
    parent: str | None = None
    number: str | None = None
    words: str | None = None
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Provision:
    """A point or a sub-point; `not_for_software` is the reason why no procedure, duty or register can carry it.

    `printed` tells that the Latvian title is a name as the document prints it, and not our own words.
    """

    act: str
    address: str
    chapter: str | None
    kind: Kind
    title: Bilingual
    summary: Bilingual
    not_for_software: Bilingual | None = None
    number: str | None = None
    words: str | None = None
    printed: bool = False

    @property
    def basis(self) -> Basis:
        """The address as a basis."""
        return Basis(self.act, (self.address,))

    @property
    def depth(self) -> int:
        """How deep the provision stands below a point: 0 for a point."""
        return self.address.count(".")


@dataclass(frozen=True)
class Act:
    """An official document: what its heading says, its chapters, and its provisions in the document's order.

    `has_own_numbers` tells that the addresses are the numbers of the document; else they are paths of our own.
    """

    slug: str
    title: Bilingual
    form: Bilingual
    institution: Bilingual
    legal_ground: Bilingual | None
    number: str | None
    issued: date | None
    in_force: date | None
    previous: tuple[Redaction, ...]
    below: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    provisions: tuple[Provision, ...]
    has_own_numbers: bool = True

    @cached_property
    def by_address(self) -> dict[str, Provision]:
        """The provisions by their addresses."""
        return {each.address: each for each in self.provisions}

    def items(self) -> Iterator[Chapter | Provision]:
        """Yield chapters and provisions in the order in which they stand in the document."""
        waiting = list(self.chapters)
        for each in self.provisions:
            while each.chapter and any(chapter.address == each.chapter for chapter in waiting):
                yield waiting.pop(0)
            yield each
        yield from waiting
