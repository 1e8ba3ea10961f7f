"""Documents for the tests: typeset as our letters are, with every Latvian letter."""

from functools import cache

import typst

TEXT = """#set document(title: "{title}", author: "Izdomātā iestāde", date: datetime(year: 2026, month: 11, day: 3))
#set text(lang: "lv")
#set page(numbering: "1")
= {title}
Glāžšķūņa rūķīši dzērumā čiepj Baha koncertflīģeļu vākus. #lorem({words})
#link("https://example.org/")[saite]
"""


@cache
def letter(title: str = "Lēmums par atbildi", words: int = 700) -> bytes:
    """Return a document of PDF/A-2a and PDF/UA-1; 700 words fill two pages."""
    source = TEXT.format(title=title, words=words).encode()
    return typst.compile(source, format="pdf", pdf_standards=["a-2a", "ua-1"], ignore_system_fonts=True)
