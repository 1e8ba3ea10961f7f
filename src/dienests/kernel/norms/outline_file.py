"""Reading one outline from its TOML file, with one sentence for whatever is wrong in it."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dienests.kernel.norms.act import Act, Bilingual, Chapter, Kind, Provision, Redaction

__all__ = ["OutlineError", "load"]

LANGUAGES = {"lv", "en"}
MOST_WORDS_OF_A_TITLE = 10
HEADER = {
    "slug", "addresses", "number", "issued", "in_force", "below", "title", "form", "institution", "legal_ground",
    "previous", "chapter", "provision",
}  # fmt: skip
CHAPTER = {"address", "parent", "number", "words", "title", "printed"}
PROVISION = {"address", "chapter", "kind", "number", "words", "title", "printed", "summary", "not_for_software"}


class OutlineError(ValueError):
    """An outline is not whole; the message names the file, the place and what to do."""


def load(path: Path) -> Act:
    """Return the act that the file describes; raise OutlineError for the first thing that is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OutlineError(f"{path.name} is no TOML in UTF-8: {error}") from None
    return Reader(path, table).act()


class Reader:
    """Turns the tables of one file into an act; holds the name of the file for the sentences."""

    def __init__(self, path: Path, table: Mapping[str, Any]) -> None:
        self.path = path
        self.table = table
        self.slug = path.stem
        self.numbered = table.get("addresses", "numbers") == "numbers"

    def act(self) -> Act:
        """Return the whole act."""
        self.known("the heading", self.table, HEADER)
        if self.table.get("slug") != self.slug:
            raise self.error("the heading", f"slug must be the name of the file, {self.slug!r}")
        if self.table.get("addresses", "numbers") not in ("numbers", "paths"):
            raise self.error("the heading", 'addresses are "numbers" or "paths"')
        chapters = tuple(self.chapter(each) for each in self.table.get("chapter", ()))
        self.unique("chapter", chapters)
        provisions = tuple(self.provision(each, chapters) for each in self.table.get("provision", ()))
        self.unique("provision", provisions)
        if not provisions:
            raise self.error("the file", "there is no provision in it")
        table, place = self.table, "the heading"
        return Act(
            slug=self.slug,
            title=self.both(place, table, "title"),
            form=self.both(place, table, "form"),
            institution=self.both(place, table, "institution"),
            legal_ground=self.perhaps(place, table, "legal_ground"),
            number=table.get("number"),
            issued=self.day(table, "issued"),
            in_force=self.day(table, "in_force"),
            previous=tuple(Redaction(each["number"], each["issued"]) for each in table.get("previous", ())),
            below=tuple(table.get("below", ())),
            chapters=chapters,
            provisions=provisions,
            has_own_numbers=self.numbered,
        )

    def chapter(self, table: Mapping[str, Any]) -> Chapter:
        """Return one chapter."""
        address = self.address("chapter", table)
        place = f"chapter {address}"
        self.known(place, table, CHAPTER)
        return Chapter(
            address=address,
            title=self.title(place, table),
            parent=table.get("parent"),
            number=table.get("number", address if self.numbered else None),
            words=self.words(place, table),
            printed=self.printed(place, table),
        )

    def provision(self, table: Mapping[str, Any], chapters: Iterable[Chapter]) -> Provision:
        """Return one provision."""
        address = self.address("provision", table)
        place = f"provision {address}"
        self.known(place, table, PROVISION)
        if table.get("kind") not in list(Kind):
            raise self.error(place, f"kind {table.get('kind')!r} is unknown; one of {', '.join(Kind)}")
        chapter = table.get("chapter")
        if chapter is not None and all(each.address != chapter for each in chapters):
            raise self.error(place, f"there is no chapter {chapter!r}")
        title = self.title(place, table)
        found = Provision(
            act=self.slug,
            address=address,
            chapter=chapter,
            kind=Kind(table["kind"]),
            title=title,
            # Names of indicators, services and tasks say all by themselves; a point of a text does not.
            summary=title if not self.numbered and "summary" not in table else self.both(place, table, "summary"),
            not_for_software=self.perhaps(place, table, "not_for_software"),
            number=table.get("number", address if self.numbered else None),
            words=self.words(place, table),
            printed=self.printed(place, table),
        )
        if found.number is None and found.words is None:
            raise self.error(place, "it cannot be found in the text without a number or words (a SHA-256)")
        return found

    def address(self, noun: str, table: Mapping[str, Any]) -> str:
        """Return the address of a chapter or provision."""
        address = table.get("address")
        if not isinstance(address, str) or not address or set(address) & set(":;, "):
            raise self.error(f"a {noun}", f'address {address!r} must be a text such as "12.4.1" or "functions.3"')
        return address

    def title(self, place: str, table: Mapping[str, Any]) -> Bilingual:
        """Return the title, which is short where it is ours; a printed name is as long as it is."""
        title = self.both(place, table, "title")
        if not self.printed(place, table) and max(len(title.lv.split()), len(title.en.split())) > MOST_WORDS_OF_A_TITLE:
            raise self.error(place, f"the title has more than {MOST_WORDS_OF_A_TITLE} words")
        return title

    def printed(self, place: str, table: Mapping[str, Any]) -> bool:
        """Tell whether the Latvian title is a name as the document prints it."""
        printed = table.get("printed", False)
        if not isinstance(printed, bool):
            raise self.error(place, "printed is true where the title is a name as the document prints it")
        return printed

    def both(self, place: str, table: Mapping[str, Any], key: str) -> Bilingual:
        """Return a text that must stand there in both languages."""
        words = table.get(key)
        if not isinstance(words, dict) or set(words) != LANGUAGES or not all(map(_is_text, words.values())):
            raise self.error(place, f"{key}.lv and {key}.en are missing")
        return Bilingual(lv=words["lv"], en=words["en"])

    def perhaps(self, place: str, table: Mapping[str, Any], key: str) -> Bilingual | None:
        """Return a text in both languages, or None where there is none."""
        return self.both(place, table, key) if key in table else None

    def words(self, place: str, table: Mapping[str, Any]) -> str | None:
        """Return the fingerprint of the first words."""
        words = table.get("words")
        if words is not None and (len(words) != 64 or set(words) - set("0123456789abcdef")):
            raise self.error(place, "words is the SHA-256 of the first six normalised words: 64 signs of 0-9 and a-f")
        return words

    def day(self, table: Mapping[str, Any], key: str) -> date | None:
        """Return a day of the heading, or None where the document does not state it."""
        day = table.get(key)
        if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
            raise self.error("the heading", f"{key} is a day such as 2026-02-27")
        return day

    def unique(self, noun: str, each: Iterable[Chapter | Provision]) -> None:
        """Refuse two chapters or two provisions with one address."""
        seen: set[str] = set()
        for one in each:
            if one.address in seen:
                raise self.error(f"{noun} {one.address}", "the address stands there twice")
            seen.add(one.address)

    def known(self, place: str, table: Mapping[str, Any], keys: set[str]) -> None:
        """Refuse a key that means nothing here, so that a slip of the pen is seen."""
        if unknown := sorted(set(table) - keys):
            raise self.error(place, f"unknown key {unknown[0]!r}")

    def error(self, place: str, sentence: str) -> OutlineError:
        """Return the error with its place."""
        return OutlineError(f"{self.path.name}, {place}: {sentence}")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
