"""What of an outline stands in a text: the report, and the text of every provision that was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from dienests.kernel.norms.act import Act, Provision
from dienests.kernel.norms.alignment import Agreement, Pair, align
from dienests.kernel.norms.marks import Mark, follows, marks
from dienests.kernel.norms.phrases import phrases
from dienests.kernel.norms.text import clean, running

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
    provisions = tuple(
        Found(item.address, pair.mark.number or "", _words(act, text, pair.mark, ends, last=pair is pairs[-1]))
        for item, pair in here.items()
    )
    return Findings(_report(act, here, tuple(extra)), provisions)


def _pairs(act: Act, text: str) -> tuple[list[Pair], list[Mark]]:
    items = list(act.items())
    if act.has_own_numbers:
        spots = marks(text)
        return align(items, spots), spots
    wanted = {each.words for each in items if each.words}
    spots = phrases(text, wanted)
    pairs = align(items, spots)
    by_words = {id(pair.item) for pair in pairs if pair.agreement >= Agreement.WORDS}
    if lost := {each.words for each in items if each.words and id(each) not in by_words}:
        spots = phrases(text, wanted, lost=lost)
        pairs = align(items, spots)
    return pairs, spots


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


def _words(act: Act, text: str, mark: Mark, ends: dict[int, int], *, last: bool) -> str:
    """Return the words of a provision up to the next start; below the last one stand signatures, which are no part."""
    words = running(text[mark.body : ends[mark.start]])
    if last:
        cuts = [at for sign in act.below if (at := words.find(sign)) > 0]
        words = words[: min(cuts, default=len(words))].rstrip()
    return words
