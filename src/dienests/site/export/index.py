"""The readable index of an archive: one page in each language, without scripts, that opens from a folder."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from dienests.kernel.log.receipts import verifier_hash


def index(case: Mapping[str, Any], language: str, *, checkpoint: str, key: str) -> bytes:
    """Return the page in one language; it says nothing that the data of the archive do not say."""
    with translation.override(language):
        shown = {
            "told": told(case, language), "checkpoint": checkpoint, "key": key.strip(), "verifier": verifier_hash(),
            "language": language, "case": case,
        }  # fmt: skip
        return render_to_string("site/export/index.html", shown).encode()


def told(case: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the words of a case with what they belong to, as a page shows them."""
    words = case["words"][language]
    said = [
        {"at": at, "kind": kind, "who": who, **each}
        for (at, kind, who), each in zip(words["said"], case["said"], strict=True)
    ]
    letters = [{"title": title, **each} for title, each in zip(words["letters"], case["letters"], strict=True)]
    return {**words, "number": case["number"], "said": said, "letters": letters, "reader": case["reader"]}
