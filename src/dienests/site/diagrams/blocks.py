"""Blocks of text: words with their links, broken into lines that fit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dienests.site.diagrams.widths import width


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of text; `name` is its class in the style sheet."""

    name: str
    size: float
    leading: float
    bold: bool = False


NAME, NAME_LIT = Style("name", 14, 18), Style("name", 14, 18, bold=True)
ACT, ACT_LIT = Style("act", 13, 17), Style("act", 13, 17, bold=True)
ROLE = Style("role", 12, 16)
WAIT = Style("wait", 12, 17, bold=True)
PART = 5.0  # between the paragraphs of one block


@dataclass(frozen=True, slots=True)
class Word:
    """A text that is not broken; `before` and `after` stand beside the link. `quiet` is the rest of a broken link."""

    text: str
    before: str = ""
    after: str = ""
    href: str = ""
    said: str = ""
    quiet: bool = False

    def width(self, style: Style) -> float:
        """Return the room that the word takes in a style."""
        return width(f"{self.before}{self.text}{self.after}", style.size, style.bold)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in one style; `state` is "lit", "dim" or nothing."""

    words: tuple[Word, ...]
    style: Style
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block; `drop` is how far its foot lies below the top of the block."""

    words: tuple[Word, ...]
    style: Style
    state: str
    drop: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines one below the other."""

    lines: tuple[Line, ...]
    width: float
    height: float


def plain(text: object) -> tuple[Word, ...]:
    """Return the words of a text."""
    return tuple(Word(part) for part in str(text).split())


def block(paragraphs: Iterable[Paragraph], most: float, apart: float = PART) -> Block:
    """Break paragraphs into lines no wider than `most`."""
    lines: list[Line] = []
    top = widest = 0.0
    for paragraph in paragraphs:
        top += apart if lines else 0.0
        for words in _balanced(paragraph, most):
            lines.append(Line(words, paragraph.style, paragraph.state, top + paragraph.style.size))
            top += paragraph.style.leading
            widest = max(widest, _width(words, paragraph.style))
    return Block(tuple(lines), widest, top)


def _balanced(paragraph: Paragraph, most: float) -> list[tuple[Word, ...]]:
    # As many lines as are needed, and then as even as that number allows.
    words = [piece for word in paragraph.words for piece in _pieces(word, paragraph.style, most)]
    lines = _filled(words, paragraph.style, most)
    narrower = most
    while len(lines) > 1 and narrower > most / 2:
        narrower -= 6
        tried = _filled(words, paragraph.style, narrower)
        if len(tried) > len(lines) or any(_width(line, paragraph.style) > narrower for line in tried):
            break
        lines = tried
    return lines


def _filled(words: Sequence[Word], style: Style, most: float) -> list[tuple[Word, ...]]:
    lines: list[list[Word]] = []
    room = 0.0
    for word in words:
        needs = word.width(style)
        if lines and needs + width(" ", style.size, style.bold) <= room:
            lines[-1].append(word)
            room -= needs + width(" ", style.size, style.bold)
        else:
            lines.append([word])
            room = most - needs
    return [tuple(line) for line in lines]


def _pieces(word: Word, style: Style, most: float) -> Iterator[Word]:
    while word.width(style) > most and len(word.text) > 1:
        fits = len(word.text) - 1
        while fits > 1 and width(word.before + word.text[:fits], style.size, style.bold) > most:
            fits -= 1
        yield replace(word, text=word.text[:fits], after="")
        word = replace(word, text=word.text[fits:], before="", quiet=bool(word.href))
    yield word


def _width(words: Sequence[Word], style: Style) -> float:
    spaces = width(" ", style.size, style.bold) * (len(words) - 1)
    return spaces + sum(word.width(style) for word in words)
