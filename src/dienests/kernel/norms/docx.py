"""Reading the words of a Word document, with the numbers and bullets that Word itself draws before a paragraph."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

__all__ = ["DamagedDocument", "is_docx", "text_of_docx"]

BODY = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What Word repeats for old readers, and what a change that was tracked has deleted, is no text of the document.
NOT_READ = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", f"{W}del", f"{W}moveFrom", f"{W}instrText",
}  # fmt: skip
SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\u00ad"}
LARGEST_PART = 64 * 1024 * 1024


class DamagedDocument(ValueError):
    """The file is no whole Word document."""


def is_docx(data: bytes) -> bool:
    """Tell whether the bytes are a Word document, and not another archive."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return BODY in archive.namelist()
    except zipfile.BadZipFile:
        return False


def text_of_docx(data: bytes) -> str:
    """Return the words, a line for each paragraph; a footnote follows the paragraph that points to it."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            body = _part(archive, BODY)
            if body is None:
                raise DamagedDocument
            return "\n".join(Paragraphs(archive).lines(body))
    except (zipfile.BadZipFile, ElementTree.ParseError, UnicodeError, NotImplementedError, RuntimeError) as error:
        raise DamagedDocument from error


class Paragraphs:
    """The paragraphs of one document as lines; counts the numbers of its lists."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.lists = Lists(archive)
        notes = _part(archive, "word/footnotes.xml")
        self.notes = {each.get(f"{W}id"): each for each in notes.iter(f"{W}footnote")} if notes is not None else {}
        self.pointed: list[Element] = []
        self.noted = 0

    def lines(self, body: Element) -> Iterator[str]:
        """Yield the lines of a part in its order."""
        for paragraph in _paragraphs(body):
            self.pointed = []
            yield self.lists.label(paragraph) + "".join(self._pieces(paragraph))
            for number, note in enumerate(self.pointed, self.noted - len(self.pointed) + 1):
                yield f"{number} " + " ".join("".join(self._pieces(each)) for each in _paragraphs(note)).strip()

    def _pieces(self, element: Element) -> Iterator[str]:
        for child in element:
            if child.tag in NOT_READ or child.tag == f"{W}p":
                continue
            if child.tag == f"{W}t":
                yield child.text or ""
            elif child.tag == f"{W}br":
                yield "\f" if child.get(f"{W}type") == "page" else "\n"
            elif child.tag == f"{W}footnoteReference" and (note := self.notes.get(child.get(f"{W}id"))) is not None:
                self.pointed.append(note)
                self.noted += 1
                yield str(self.noted)
            else:
                yield SIGNS.get(child.tag, "")
                yield from self._pieces(child)


class Lists:
    """What Word draws before the paragraphs of lists; the counters go on as the paragraphs come."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.of_number: dict[str, str] = {}
        self.of_style: dict[str, Element] = {}
        self.counts: dict[str, dict[int, int]] = {}
        numbering, styles = _part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml")
        for each in numbering.iter(f"{W}abstractNum") if numbering is not None else ():
            self.levels[_value(each, "abstractNumId", own=True)] = {
                int(_value(level, "ilvl", own=True) or 0): (
                    _value(level, "numFmt"), _value(level, "lvlText"), int(_value(level, "start") or 1),
                )
                for level in each.iter(f"{W}lvl")
            }  # fmt: skip
        for each in numbering.iter(f"{W}num") if numbering is not None else ():
            self.of_number[_value(each, "numId", own=True)] = _value(each, "abstractNumId")
        for each in styles.iter(f"{W}style") if styles is not None else ():
            if (found := each.find(f"{W}pPr/{W}numPr")) is not None:
                self.of_style[_value(each, "styleId", own=True)] = found

    def label(self, paragraph: Element) -> str:
        """Return the number or bullet of a paragraph with a space behind it, or nothing where it is in no list."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        found = properties.find(f"{W}numPr")
        if found is None:
            found = self.of_style.get(_value(properties, "pStyle"))
        if found is None:
            return ""
        kept, at = self.of_number.get(_value(found, "numId"), ""), int(_value(found, "ilvl") or 0)
        kind, pattern, start = self.levels.get(kept, {}).get(at, ("none", "", 1))
        counts = self.counts.setdefault(kept, {})
        counts[at] = counts.get(at, start - 1) + 1
        for deeper in [each for each in counts if each > at]:
            del counts[deeper]
        if kind in ("none", "bullet"):
            return "• " if kind == "bullet" else ""
        for level, (its_kind, _, first) in self.levels[kept].items():
            pattern = pattern.replace(f"%{level + 1}", _drawn(its_kind, counts.get(level, first)))
        return f"{pattern} "


def _drawn(kind: str, count: int) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in zip(
            (100, 90, 50, 40, 10, 9, 5, 4, 1), ("c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True
        ):
            roman, count = roman + sign * (count // value), count % value
        return roman if kind == "lowerRoman" else roman.upper()
    return str(count)


def _paragraphs(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag in NOT_READ:
            continue
        if child.tag == f"{W}p":
            yield child
        yield from _paragraphs(child)


def _value(element: Element, name: str, *, own: bool = False) -> str:
    """Return `val` of the child with this name, or the element's own attribute."""
    if own:
        return element.get(f"{W}{name}", "")
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """Return the root of a part, or None where there is none; a part with a DTD or of any size is refused."""
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise DamagedDocument
    data = archive.read(name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise DamagedDocument
    return ElementTree.fromstring(data)
