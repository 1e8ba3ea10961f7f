"""The body of a letter: one small set of marks, drawn as HTML on the page and as blocks on paper.

Authors write HTML templates with p, h2, ul, ol, li, dl, dt, dd, table, thead, tbody, tr, th, td, strong, em, a and br.
Anything else is refused by name, so that nothing that stands on the page can be missing on paper.
"""

import re
from html.parser import HTMLParser
from typing import Any

from dienests.kernel.typeset.sheet import Block

INLINE = {"strong": "b", "b": "b", "em": "i", "i": "i"}
THROUGH = {"div", "article", "section", "thead", "tbody"}
LEAVES = {"p": "p", "h2": "h", "h3": "h", "dt": "dt", "dd": "dd", "th": "th", "td": "td"}
HOLDERS = {"ul", "ol", "li", "dl", "table", "tr"}
_SPACE = re.compile(r"[ \t\r\n\f]+")  # a space that may not break stays


class MarkupRefused(ValueError):
    """A mark that cannot be printed; the sentence names it."""


def blocks(html: str) -> list[Block]:
    """Return the blocks of a body; raises MarkupRefused for a mark that has no place on paper."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.done()


class _Reader(HTMLParser):
    """Reads marks into a tree of [tag, children]; text lies in pieces."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: Any = ["root", []]
        self.open: list[Any] = [self.root]
        self.style: list[dict[str, Any]] = [{}]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._leaf()[1].append({"br": True})
        elif tag in INLINE:
            self.style.append(self.style[-1] | {INLINE[tag]: True})
        elif tag == "a":
            self.style.append(self.style[-1] | {"href": dict(attrs).get("href") or ""})
        elif tag in LEAVES or tag in HOLDERS:
            node: Any = [tag, []]
            self.open[-1][1].append(node)
            self.open.append(node)
        elif tag not in THROUGH:
            raise MarkupRefused(f"<{tag}> cannot be printed: a letter is written in p, h2, ul, ol, dl and table.")

    def handle_endtag(self, tag: str) -> None:
        if tag in INLINE or tag == "a":
            self.style.pop()
        elif tag in LEAVES or tag in HOLDERS:
            if self.open[-1][0] != tag:
                raise MarkupRefused(f"</{tag}> closes what is not open: check the marks of the letter.")
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() or (self.open[-1][0] in LEAVES and self.open[-1][1]):
            self._leaf()[1].append({"t": _SPACE.sub(" ", data), **self.style[-1]})

    def _leaf(self) -> Any:
        """Return what holds text here; words right within a list or the body become a paragraph."""
        node = self.open[-1]
        if node[0] in LEAVES:
            return node
        if not (node[1] and isinstance(node[1][-1], list) and node[1][-1][0] == "loose"):
            node[1].append(["loose", []])
        return node[1][-1]

    def done(self) -> list[Block]:
        if len(self.open) > 1:
            raise MarkupRefused(f"<{self.open[-1][0]}> is never closed: check the marks of the letter.")
        return _blocks(self.root[1])


def _blocks(nodes: list[Any]) -> list[Block]:
    return [made for node in nodes if (made := _block(*node)) is not None]


def _block(tag: str, inside: list[Any]) -> Block | None:
    match tag:
        case "p" | "loose":
            words = _tidy(inside)
            return {"kind": "p", "text": words} if words else None
        case "h2" | "h3":
            return {"kind": "h", "text": _tidy(inside)}
        case "ul" | "ol":
            return {"kind": tag, "items": [_blocks(node[1]) for node in inside if node[0] == "li"]}
        case "dl":
            return {"kind": "dl", "items": _terms(inside)}
        case "table":
            return _table([node for node in inside if node[0] == "tr"])
    raise MarkupRefused(f"<{tag}> stands where it cannot be printed: check the marks of the letter.")


def _terms(inside: list[Any]) -> list[Block]:
    items: list[Block] = []
    for tag, words in inside:
        if tag == "dt":
            items.append({"term": _tidy(words), "text": []})
        elif tag == "dd" and items:
            items[-1]["text"] = [*items[-1]["text"], *([{"br": True}] if items[-1]["text"] else []), *_tidy(words)]
    return items


def _table(rows: list[Any]) -> Block:
    """Return a table; its first row are headings, which the voice of a screen reader needs."""
    cells = [[(tag, _tidy(words)) for tag, words in row[1] if tag in ("th", "td")] for row in rows]
    if not cells or any(tag != "th" for tag, _words in cells[0]):
        raise MarkupRefused("The first row of a table must be headings (th): without them it cannot be read out.")
    if any(len(row) != len(cells[0]) for row in cells):
        raise MarkupRefused("The rows of a table must be equally long: check the marks of the letter.")
    header, *rest = [[words for _tag, words in row] for row in cells]
    return {"kind": "table", "header": header, "rows": rest}


def _tidy(pieces: list[Any]) -> list[dict[str, Any]]:
    """Return pieces of text without space at both ends and around breaks."""
    found: list[dict[str, Any]] = []
    for piece in pieces:
        if not isinstance(piece, dict):
            raise MarkupRefused(f"<{piece[0]}> stands within a line: close the line before it.")
        text = piece.get("t")
        if text is not None:
            before: dict[str, Any] = found[-1] if found else {"br": True}
            if "br" in before or before.get("t", "").endswith(" "):
                text = text.lstrip(" ")
            if not text:
                continue
            piece = piece | {"t": text}
        elif found and "t" in found[-1]:
            found[-1] = found[-1] | {"t": found[-1]["t"].rstrip(" ")}
        found.append(piece)
    while found and ("br" in found[-1] or not found[-1]["t"].strip()):
        found.pop()
    if found:
        found[-1] = found[-1] | {"t": found[-1]["t"].rstrip(" ")}
    return found
