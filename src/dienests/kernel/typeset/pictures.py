"""Which signs the font has a picture of: words without one are told of before they stand on a sheet."""

import re
from datetime import UTC, datetime

from dienests.kernel.typeset.setting import pdf_of
from dienests.kernel.typeset.sheet import Sheet

# What nearly every text is written in, and every cut of the font has: such words need not be set to be known.
KNOWN = re.compile(r"[\t\n\r -~\u00a0-\u017f\u2013\u2014\u2018-\u201a\u201c-\u201e\u2026\u20ac]*")
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def check(text: str) -> None:
    """Raise MissingGlyph naming the signs that cannot be printed; the very layout that prints a letter is asked."""
    if KNOWN.fullmatch(text):
        return
    words = [{"t": text}, {"t": text, "b": True}, {"t": text, "i": True}]
    pdf_of(Sheet("lv", "-", "-", _ANY_DAY, ["-"], ["-"], [{"kind": "p", "text": words}]))
