"""Setting a sheet: PDF/A-2a and PDF/UA-1 in one pass, in the fonts that lie here and no others.

Source: typst 0.15, https://typst.app/docs/reference/pdf/. A compiler is kept per thread: the layout and the fonts are
read once, a page then takes some milliseconds.
"""

import re
from functools import cache
from pathlib import Path
from threading import local

import typst
from django.utils.translation import gettext as _

from dienests.kernel.typeset.sheet import Sheet

HERE = Path(__file__).parent
_kept = local()
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")  # a sign that does not show


class TypesettingFailed(ValueError):
    """A sheet cannot be set; one sentence says why."""


class MissingGlyph(TypesettingFailed):
    """The font has no picture of a sign; `signs` are those that it lacks."""

    def __init__(self, signs: str) -> None:
        self.signs = signs
        named = ", ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in dict.fromkeys(signs))
        super().__init__(_("These signs cannot be printed: {signs}; write them otherwise.").format(signs=named))


def pdf_of(sheet: Sheet) -> bytes:
    """Return a sheet as PDF; raises MissingGlyph naming the signs, or TypesettingFailed."""
    try:
        made = _compiler().compile(
            format="pdf", sys_inputs={"sheet": sheet.written()}, pdf_standards=["a-2a", "ua-1"],
            timestamp=int(sheet.at.timestamp()),
        )  # fmt: skip
    except typst.TypstError as error:
        raise _told(error) from None
    assert isinstance(made, bytes)
    return made


def _compiler() -> typst.Compiler:
    found: typst.Compiler | None = getattr(_kept, "compiler", None)
    if found is None:
        found = _kept.compiler = typst.Compiler(
            str(HERE / "sheet.typ"), root=str(HERE), font_paths=_fonts(), ignore_system_fonts=True
        )
    return found


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])


def _told(error: typst.TypstError) -> TypesettingFailed:
    found = "".join(_MISSING.findall(str(error)))
    found = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)
    return MissingGlyph(found) if found else TypesettingFailed(f"The sheet cannot be set: {error.message}")
