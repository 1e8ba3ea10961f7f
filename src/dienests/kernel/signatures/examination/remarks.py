"""What else a reader of the document should know: fonts that it does not carry, programs, attachments."""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from dienests.kernel.signatures.examination.changes import pages
from dienests.kernel.signatures.examination.unreadable import UNREADABLE

MOST_FONTS = 500
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def remarks(reader: PdfFileReader) -> list[str]:
    """Return slugs: `fonts`, `programs`, `attachments`."""
    try:
        return sorted(set(_found(reader)))
    except (RecursionError, *UNREADABLE):
        return ["unread"]


def _found(reader: PdfFileReader) -> Iterator[str]:
    root = reader.root
    names, action = _part(root, "/Names"), _part(root, "/OpenAction")
    if "/EmbeddedFiles" in names:
        yield "attachments"
    if "/JavaScript" in names or "/AA" in root or _part(action, "/S") == "/JavaScript":
        yield "programs"
    seen: set[int] = set()
    for page in pages(root):
        fonts = _part(_part(page, "/Resources"), "/Font")
        for name in list(fonts)[:MOST_FONTS]:
            font = fonts[name]
            if id(font) not in seen and len(seen) < MOST_FONTS:
                seen.add(id(font))
                if not _carried(font):
                    yield "fonts"


def _carried(font: Any) -> bool:
    kind = _part(font, "/Subtype")
    if kind == "/Type3":
        return True
    if kind == "/Type0":
        return all(_carried(each.get_object()) for each in font["/DescendantFonts"])
    return any(key in _part(font, "/FontDescriptor") for key in _FILES)


def _part(holder: Any, key: str) -> Any:
    """Return what stands under a key, an empty dictionary where there is nothing."""
    return holder[key] if isinstance(holder, generic.DictionaryObject) and key in holder else generic.DictionaryObject()
