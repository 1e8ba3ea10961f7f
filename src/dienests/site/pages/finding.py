"""Finding provisions by words or number: folded, so that a search without diacritics finds them all the same."""

from functools import cache

from dienests.kernel.norms import outline
from dienests.kernel.norms.act import Provision
from dienests.kernel.parties.alphabet import fold

MOST = 50


def find(asked: str) -> list[Provision]:
    """Return the provisions in whose number, title or summary (either language) every word asked for begins a word."""
    words = fold(asked).split()
    if not words:
        return []
    number = asked.strip().rstrip(".")
    hits = [each for each, text in _texts() if each.address == number or all(f" {word}" in text for word in words)]
    return sorted(hits, key=lambda each: each.address != number)[:MOST]


@cache
def _texts() -> tuple[tuple[Provision, str], ...]:
    return tuple((each, _text(each)) for act in outline.acts() for each in act.provisions)


def _text(provision: Provision) -> str:
    parts = (provision.title.lv, provision.title.en, provision.summary.lv, provision.summary.en)
    return " " + fold(" ".join(parts))
