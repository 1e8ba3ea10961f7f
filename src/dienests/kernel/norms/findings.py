"""What of an outline stands in a text: the report, and the text of every provision that was found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from dienests.kernel.norms.act import Act, Chapter, Provision
from dienests.kernel.norms.alignment import Agreement, Pair, align
from dienests.kernel.norms.marks import Mark, follows, marks
from dienests.kernel.norms.phrases import phrases
from dienests.kernel.norms.text import PAGE, clean, running

__all__ = ["Findings", "Report", "find"]

# Numbers alone agree between any two acts; half the provisions must be known by their words.
LEAST_BY_WORDS = 0.5
LEAST_FOUND = 0.8


@dataclass(frozen=True, slots=True)
class Report:
    """Addresses of an outline, by what became of them in a text.

    `renumbered` pairs an address with the number printed now; `reworded` are found ones known by number only; `extra`
    are numbers that the text has and the outline does not, or "data.7+" for what an unnumbered list has after data.7.
    """

    act: str
    total: int
    found: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    renumbered: tuple[tuple[str, str], ...]
    reworded: tuple[str, ...]

    @property
    def is_this_act(self) -> bool:
        """Whether enough provisions are known by their words to say that the text is this act."""
        return len(self.found) - len(self.reworded) >= LEAST_BY_WORDS * self.total

    @property
    def is_whole(self) -> bool:
        """Whether enough was found to store the text as a redaction."""
        return len(self.found) >= LEAST_FOUND * self.total

    def __str__(self) -> str:
        lines = [
            _("%(act)s: %(found)d of %(total)d provisions found.")
            % {"act": self.act, "found": len(self.found), "total": self.total}
        ]
        moved = [f"{old} -> {new}" for old, new in self.renumbered]
        for label, each in (
            (_("missing"), self.missing),
            (_("extra"), self.extra),
            (_("renumbered"), moved),
            (_("reworded"), self.reworded),
        ):
            lines.append(f"  {label}: {', '.join(each) if each else '-'}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Found:
    """One provision in the text: its address in the outline, the number printed before it, and its words."""

    address: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The report on a text, and the provisions found in it in its order."""

    report: Report
    provisions: tuple[Found, ...]


def find(act: Act, text: str) -> Findings:
    """Find every provision of the outline in the text of a file."""
    text = clean(text)
    pairs, spots = _pairs(act, text)
    extra = _extra(pairs, spots) if act.has_own_numbers else _listed(pairs, spots)
    starts = sorted(mark.start for mark in (*(pair.mark for pair in pairs), *extra.values()))
    ends = dict(pairwise([*starts, len(text)]))
    here = {pair.item: pair for pair in pairs if isinstance(pair.item, Provision)}
    texts = _texts(act, text, list(here.values()), ends)
    provisions = tuple(Found(item.address, pair.mark.number or "", texts[item.address]) for item, pair in here.items())
    return Findings(_report(act, here, tuple(extra)), provisions)


def _pairs(act: Act, text: str) -> tuple[list[Pair], list[Mark]]:
    items = list(act.items())
    if act.has_own_numbers:
        spots = marks(text)
        return align(items, spots), spots
    wanted = {each.words for each in items if each.words}
    spots = phrases(text, wanted)
    pairs = align(items, spots)
    known = {id(pair.item): pair.mark.start for pair in pairs if pair.agreement >= Agreement.WORDS}
    # A text that knows less than half of the words is another act and gets no forgiveness.
    if LEAST_BY_WORDS * len(items) <= len(known) < len(items):
        spots = phrases(text, wanted, lost=_lost(items, known, len(text)))
        pairs = align(items, spots)
    return pairs, spots


def _lost(items: Sequence[Chapter | Provision], known: dict[int, int], end: int) -> dict[str, list[range]]:
    """Return the fingerprints of items that were not found, with the places between their neighbours."""
    lost: dict[str, list[range]] = defaultdict(list)
    for at, item in enumerate(items):
        if item.words and id(item) not in known:
            before = [known[id(each)] for each in items[:at] if id(each) in known]
            after = [known[id(each)] for each in items[at:] if id(each) in known]
            lost[item.words].append(range(max(before, default=0), min(after, default=end)))
    return lost


def _report(act: Act, here: dict[Provision, Pair], extra: tuple[str, ...]) -> Report:
    found = [each for each in act.provisions if each in here]
    return Report(
        act=act.slug,
        total=len(act.provisions),
        found=tuple(each.address for each in found),
        missing=tuple(each.address for each in act.provisions if each not in here),
        extra=extra,
        renumbered=tuple(
            (each.address, here[each].mark.number or "-") for each in found if here[each].mark.number != each.number
        ),
        reworded=tuple(each.address for each in found if here[each].agreement is Agreement.NUMBER),
    )


def _extra(pairs: Sequence[Pair], spots: Sequence[Mark]) -> dict[str, Mark]:
    """Return unpaired marks that continue the numbering, as a provision would and a date or a page does not."""
    paired = {pair.mark.start: isinstance(pair.item, Provision) for pair in pairs}
    printed = {pair.mark.number for pair in pairs if isinstance(pair.item, Provision)}
    extra: dict[str, Mark] = {}
    previous: str | None = None
    for mark in spots:
        if mark.start in paired:
            previous = mark.number if paired[mark.start] else previous
        elif mark.number and mark.plain and mark.number not in printed and follows(mark.number, previous):
            extra[mark.number] = mark
            previous = mark.number
    return extra


def _listed(pairs: Sequence[Pair], spots: Sequence[Mark]) -> dict[str, Mark]:
    """Return unpaired marks that continue a list of provisions: the same bullet, or the next number."""
    paired = {pair.mark.start: pair.item for pair in pairs}
    extra: dict[str, Mark] = {}
    previous: Mark | None = None
    place = ""
    for mark in spots:
        item = paired.get(mark.start)
        if item is not None:
            previous, place = (mark, item.address) if isinstance(item, Provision) else (None, "")
        elif previous is not None and mark.plain and _continues(mark, previous):
            place = f"{place}+"
            extra[place] = mark
            previous = mark
    return extra


def _continues(mark: Mark, previous: Mark) -> bool:
    if mark.sign or previous.sign:
        return mark.sign == previous.sign
    return bool(mark.number and previous.number and follows(mark.number, previous.number))


def _texts(act: Act, text: str, pairs: Sequence[Pair], ends: dict[int, int]) -> dict[str, str]:
    """Return the words of every provision up to the next start; below the last one stand signatures, which are no part.

    A footnote ends with its page: what the next page goes on with belongs to the provision before the footnote.
    """
    texts: dict[str, str] = {}
    before = ""
    for pair in pairs:
        words = text[pair.mark.body : ends[pair.mark.start]]
        if pair.mark.is_note:
            words, _page, rest = words.partition(PAGE)
            if before and running(rest):
                texts[before] += f" {running(rest)}"
        else:
            before = pair.item.address
        texts[pair.item.address] = running(words)
    if pairs:
        last = pairs[-1].item.address
        cuts = [at for sign in act.below if (at := texts[last].find(sign)) > 0]
        texts[last] = texts[last][: min(cuts, default=len(texts[last]))].rstrip()
    return texts
