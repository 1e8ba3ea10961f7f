"""What changed between two redactions: provisions added, struck out, changed, moved, and how alike their words are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.translation import gettext as _

from dienests.kernel.norms.sections import Section
from dienests.kernel.norms.text import normalise

__all__ = ["Change", "Difference", "differences"]

SAME_NUMBER, OTHER_NUMBER, HARDLY = 0.5, 0.6, 0.3
QUOTED = 12  # so many words of a change are quoted


class Change(StrEnum):
    """What became of a provision."""

    ADDED = "added"
    STRUCK = "struck-out"
    CHANGED = "changed"
    MOVED = "moved"
    MOVED_AND_CHANGED = "moved-and-changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One provision that is not the same in both redactions; `alike` is the share of words that stay, 0 to 1."""

    change: Change
    old: Section | None
    new: Section | None
    alike: float

    @property
    def number(self) -> str:
        """The number in the old redaction, of an added provision that in the new one."""
        return self.old.number if self.old else self.new.number if self.new else ""

    @property
    def left_out(self) -> str:
        """Words of the old redaction that are gone."""
        return _gone(self.old, self.new)

    @property
    def put_in(self) -> str:
        """Words of the new redaction that were not there."""
        return _gone(self.new, self.old)

    def __str__(self) -> str:
        facts = {
            "old": self.old.number if self.old else "", "new": self.new.number if self.new else "",
            "alike": round(100 * self.alike), "out": self.left_out or "–", "in": self.put_in or "–",
        }  # fmt: skip
        return SENTENCES[self.change]() % facts


SENTENCES = {
    Change.ADDED: lambda: _("%(new)s is new: no provision of the old redaction is like it"),
    Change.STRUCK: lambda: _("%(old)s is struck out: no provision of the new redaction is like it"),
    Change.CHANGED: lambda: _("%(old)s is changed, %(alike)s %% of the words stay; left out: %(out)s; put in: %(in)s"),
    Change.MOVED: lambda: _("%(old)s is now %(new)s, with the same words"),
    Change.MOVED_AND_CHANGED: lambda: _(
        "%(old)s is now %(new)s and changed, %(alike)s %% of the words stay; left out: %(out)s; put in: %(in)s"
    ),
}


def differences(old: Sequence[Section], new: Sequence[Section]) -> list[Difference]:
    """Return what differs, in the order of the new redaction; what was struck out comes last."""
    pairs = _pairs(old, new)
    found = list(_found(old, new, pairs))
    struck = set(range(len(old))) - set(pairs)
    return found + [Difference(Change.STRUCK, old[at], None, 0) for at in sorted(struck)]


def _found(old: Sequence[Section], new: Sequence[Section], pairs: dict[int, int]) -> Iterator[Difference]:
    before = {new_at: old_at for old_at, new_at in pairs.items()}
    for at, section in enumerate(new):
        if at not in before:
            yield Difference(Change.ADDED, None, section, 0)
            continue
        was = old[before[at]]
        alike = _alike(normalise(was.text).split(), normalise(section.text).split())
        if was.number != section.number:
            change = Change.MOVED if alike == 1 else Change.MOVED_AND_CHANGED
            yield Difference(change, was, section, alike)
        elif alike < 1:
            yield Difference(Change.CHANGED, was, section, alike)


def _pairs(old: Sequence[Section], new: Sequence[Section]) -> dict[int, int]:
    """Return which provision became which: first the same words, then the same number, then the words most alike."""
    words = [[normalise(each.text).split() for each in side] for side in (old, new)]
    pairs: dict[int, int] = {}
    every = [(a, b) for a in range(len(old)) for b in range(len(new))]
    same = [(a, b) for a, b in every if words[0][a] and words[0][a] == words[1][b]]
    _match(pairs, ((a, b) for a, b in same if old[a].number == new[b].number))
    _match(pairs, iter(same))
    by_number = [(a, b) for a, b in every if old[a].number == new[b].number]
    _match(pairs, ((a, b) for a, b in by_number if _alike(words[0][a], words[1][b]) >= SAME_NUMBER))
    left = [(a, b) for a, b in every if a not in pairs and b not in pairs.values()]
    scored = sorted(((_alike(words[0][a], words[1][b]), -a, -b) for a, b in left), reverse=True)
    _match(pairs, ((-a, -b) for score, a, b in scored if score >= OTHER_NUMBER))
    _match(pairs, ((a, b) for a, b in by_number if _alike(words[0][a], words[1][b]) >= HARDLY))
    return pairs


def _match(pairs: dict[int, int], found: Iterator[tuple[int, int]]) -> None:
    taken = set(pairs.values())
    for a, b in found:
        if a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return 0.0 if matcher.real_quick_ratio() < HARDLY or matcher.quick_ratio() < HARDLY else matcher.ratio()


def _gone(here: Section | None, there: Section | None) -> str:
    if here is None or there is None:
        return ""
    one, other = here.text.split(), there.text.split()
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    words = [word for kind, begin, end, _b, _e in blocks if kind in ("delete", "replace") for word in one[begin:end]]
    return " ".join(words[:QUOTED]) + ("…" if len(words) > QUOTED else "")
