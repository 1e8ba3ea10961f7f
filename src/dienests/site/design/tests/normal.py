"""Brings HTML into one form, so that two ways of writing the same elements compare equal."""

from html.parser import HTMLParser

VOID = {"br", "input", "hr", "img"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush()
        written = "".join(
            f" {name}={' '.join(value.split())!r}" if value else f" {name}" for name, value in sorted(attrs)
        )
        self.parts.append(f"<{tag}{written}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.flush()
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data

    def flush(self) -> None:
        if self.text.strip():
            self.parts.append(" ".join(self.text.split()))
        self.text = ""


def normal(html: str) -> list[str]:
    """Return start tags with sorted attributes, end tags and texts with single spaces, one per line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.parts
