"""A sheet: everything that is printed on a letter, as plain texts and blocks; nothing in it is ever read as code."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

Block = dict[str, Any]  # as `markup.blocks` returns them


@dataclass(frozen=True, slots=True)
class Note:
    """A part with a heading of its own after the body, such as how to contest."""

    title: str
    body: list[Block]


@dataclass(frozen=True, slots=True)
class Check:
    """A picture that leads to the page of verification, its words for who cannot see it, and lines beside it."""

    svg: str
    alt: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Proof:
    """Text for machines in small print, such as the receipt of a decision."""

    title: str
    words: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter: `issuer` are the lines of the letterhead, `marks` date and numbers, `signature` office and name.

    `lang` is a two-letter code, `at` the moment that stands in the document's data.
    """

    lang: Literal["lv", "en"]
    title: str
    author: str
    at: datetime
    issuer: list[str]
    marks: list[str]
    body: list[Block]
    addressee: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    footer: str = ""
    notes: list[Note] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    check: Check | None = None
    proof: Proof | None = None

    def written(self) -> str:
        """Return the sheet as JSON, as the layout reads it."""
        return json.dumps({name: value for name, value in asdict(self).items() if name != "at"}, ensure_ascii=False)
