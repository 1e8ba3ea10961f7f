"""Which mark of a text is which provision of an outline: the best pairing that keeps the order of the document.

A pair counts most when number and words agree, less when only the words do (a renumbered provision), least when only
the number does (a reworded one). The sum over the document decides, as in a longest common subsequence, so a date at
the start of a line, a table of contents, a cited number, or the same words elsewhere cannot draw a provision away from
its place; of two provisions with the same words the first is the one that stands first.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from dienests.kernel.norms.act import Chapter, Provision
from dienests.kernel.norms.marks import Mark

__all__ = ["Agreement", "Pair", "align"]

Item = Chapter | Provision


class Agreement(IntEnum):
    """How well a mark and an item of the outline agree; the value is the weight of the pair."""

    NONE = 0
    CHAPTER_NUMBER = 1
    NUMBER = 2
    WORDS = 5
    BOTH = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of the outline and the mark at which it starts."""

    item: Item
    mark: Mark
    agreement: Agreement


def align(items: Sequence[Item], marks: Sequence[Mark]) -> list[Pair]:
    """Return the pairs in the order of the text; provisions that were moved out of their order come by words alone."""
    pairs = _in_order(items, marks)
    taken = {pair.mark.start for pair in pairs}
    placed = {id(pair.item) for pair in pairs}
    for item in items:
        if id(item) in placed or not isinstance(item, Provision):
            continue
        moved = next((mark for mark in marks if mark.start not in taken and _is_all_of(item, mark)), None)
        if moved is not None:
            pairs.append(Pair(item, moved, agreement(item, moved)))
            taken.add(moved.start)
    return sorted(pairs, key=lambda pair: pair.mark.start)


def agreement(item: Item, mark: Mark) -> Agreement:
    """Tell how well one item and one mark agree."""
    same_words = item.words is not None and item.words in mark.fingerprints
    same_number = item.number == mark.number
    if same_words:
        return Agreement.BOTH if same_number else Agreement.WORDS
    if not same_number or mark.number is None or not mark.plain:
        return Agreement.NONE
    # A chapter and a point may bear one number: where only one of them is left, it is the point.
    return Agreement.CHAPTER_NUMBER if isinstance(item, Chapter) else Agreement.NUMBER


def _is_all_of(item: Item, mark: Mark) -> bool:
    return item.words is not None and mark.plain and mark.fingerprints.get(item.words, False)


def _weight(item: Item, mark: Mark) -> int:
    """Return the weight of a pair: how well both agree, and a little for standing and ending as a provision does."""
    agreed = agreement(item, mark)
    if agreed < Agreement.WORDS or item.words is None:
        return agreed
    return agreed + mark.plain + mark.fingerprints[item.words]


def _weights(items: Sequence[Item], marks: Sequence[Mark]) -> list[list[int]]:
    """Return the weight of every pair; only marks with the words or the number of an item are looked at."""
    having: dict[str, set[int]] = defaultdict(set)
    for column, mark in enumerate(marks):
        for key in (*mark.fingerprints, *([mark.number] if mark.number else [])):
            having[key].add(column)
    rows = []
    for item in items:
        row = [0] * len(marks)
        for column in having.get(item.words or "", set()) | having.get(item.number or "", set()):
            row[column] = _weight(item, marks[column])
        rows.append(row)
    return rows


def _in_order(items: Sequence[Item], marks: Sequence[Mark]) -> list[Pair]:
    best = [[0] * (len(marks) + 1) for _ in range(len(items) + 1)]
    weight = _weights(items, marks)
    for row in range(len(items) - 1, -1, -1):
        here, below, weights = best[row], best[row + 1], weight[row]
        for column in range(len(marks) - 1, -1, -1):
            value = max(below[column], here[column + 1])
            if weights[column]:
                value = max(value, weights[column] + below[column + 1])
            here[column] = value
    pairs, row, column = [], 0, 0
    while row < len(items) and column < len(marks):
        weighed = weight[row][column]
        if weighed and best[row][column] == weighed + best[row + 1][column + 1]:
            pairs.append(Pair(items[row], marks[column], agreement(items[row], marks[column])))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs
