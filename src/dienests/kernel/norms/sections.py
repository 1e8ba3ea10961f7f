"""Cutting any numbered text into its provisions, without an outline: the chain of numbers that fits best."""

from dataclasses import dataclass

from dienests.kernel.norms.marks import Mark, follows, marks, order
from dienests.kernel.norms.text import clean, running

__all__ = ["Section", "sections"]

NEXT, AFTER_A_GAP, LARGEST_GAP = 10, 4, 3


@dataclass(frozen=True, slots=True)
class Section:
    """One provision of a text: the number printed before it, and its words as one line."""

    number: str
    text: str


def sections(text: str) -> list[Section]:
    """Return the provisions of a text in its order; headings and dates that look like numbers are left out.

    Of all chains of marks that go upwards the heaviest is taken: the next number weighs most, a number after a gap
    (something was struck out) less.
    """
    cleaned = clean(text)
    chain = _chain([mark for mark in marks(cleaned) if mark.number and mark.plain])
    ends = [*(mark.start for mark in chain[1:]), len(cleaned)]
    return [
        Section(mark.number or "", running(cleaned[mark.body : end])) for mark, end in zip(chain, ends, strict=True)
    ]


def _chain(spots: list[Mark]) -> list[Mark]:
    best: list[tuple[int, int]] = []  # weight of the chain that ends here, and the place before
    for at, mark in enumerate(spots):
        weight, before = (NEXT if follows(mark.number or "", None) else 1), -1
        for earlier in range(at):
            step = _step(spots[earlier].number or "", mark.number or "")
            if step and best[earlier][0] + step >= weight:
                weight, before = best[earlier][0] + step, earlier
        best.append((weight, before))
    at = max(range(len(best)), key=lambda each: best[each][0], default=-1)
    chain: list[Mark] = []
    while at >= 0:
        chain.append(spots[at])
        at = best[at][1]
    return chain[::-1]


def _step(before: str, after: str) -> int:
    if follows(after, before):
        return NEXT
    old, new = order(before), order(after)
    near = (
        len(new) <= len(old)
        and old[: len(new) - 1] == new[:-1]
        and 0 < new[-1][0] - old[len(new) - 1][0] <= LARGEST_GAP
    )
    return AFTER_A_GAP if near else 0
