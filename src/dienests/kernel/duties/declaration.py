"""Declaring duties: one class per module, one attribute per duty."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from dienests.kernel.calendar.terms import Term
from dienests.kernel.duties.evidence import CaseAct, Kind, Proof
from dienests.kernel.duties.rhythm import complaint
from dienests.kernel.norms.basis import Basis, Unspecified
from dienests.kernel.norms.outline import complaints
from dienests.kernel.procedures.items import Item, Label, as_tuple

__all__ = ["Duties", "Duty", "declared", "duty", "find", "unsound", "withdraw"]


class Duty(Item):
    """One recurring obligation of an office; where the sources set no rhythm, a dated parameter may give one."""

    def __init__(
        self, label: Label, basis: Basis, *, rhythm: Term | Unspecified, office: str, evidence: tuple[Proof, ...],
        stand_in: str, interpretation: Label,
    ) -> None:  # fmt: skip
        self.label, self.basis, self.rhythm, self.office, self.evidence = label, basis, rhythm, office, evidence
        self.stand_in, self.interpretation, self.group = stand_in, interpretation, ""

    @property
    def slug(self) -> str:
        """The key of the duty, such as "ethics.quarter-proposals"."""
        return f"{self.group}.{self.name}".replace("_", "-")

    @property
    def unset(self) -> bool:
        """Say whether the sources leave the rhythm open."""
        return isinstance(self.rhythm, Unspecified)

    @property
    def parameter(self) -> str:
        """The slug of the dated parameter that may set the rhythm."""
        return f"{self.slug}-rhythm"

    @property
    def acts(self) -> tuple[CaseAct, ...]:
        """The acts that prove the duty."""
        return tuple(each for each in self.evidence if isinstance(each, CaseAct))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of evidence that are accepted, in the order of the declaration."""
        return tuple(dict.fromkeys(each.kind for each in self.evidence))


def duty(
    label: Label, basis: Basis, *, rhythm: Term | Unspecified, office: str, evidence: Proof | Iterable[Proof],
    stand_in: str = "", interpretation: Label = "",
) -> Duty:  # fmt: skip
    """Declare a duty: what, on which paragraph, how often, which office owes it, and what proves that it was done."""
    return Duty(
        label, basis, rhythm=rhythm, office=office, evidence=as_tuple(evidence), stand_in=stand_in,
        interpretation=interpretation,
    )  # fmt: skip


class Duties:
    """The duties of one module; the class is only a place to name them."""

    items: ClassVar[dict[str, Duty]]

    def __init_subclass__(cls, *, slug: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.items = {name: each for name, each in vars(cls).items() if isinstance(each, Duty)}
        for each in cls.items.values():
            each.group = slug
            _declared.append(each)


_declared: list[Duty] = []


def unsound() -> Iterator[str]:
    """Yield one sentence for everything that is wrong with the declared duties."""
    for number, each in enumerate(_declared):
        if any(other.slug == each.slug for other in _declared[:number]):
            yield f"two duties are named {each.slug}: rename one."
        if not each.evidence:
            yield f"the duty {each.slug} does not say what proves it: give evidence=."
        if isinstance(each.rhythm, Term) and (sentence := complaint(each.rhythm)):
            yield f"the duty {each.slug}: {sentence}"
        yield from (f"the duty {each.slug}: {sentence}." for sentence in complaints(each.basis))


def declared() -> tuple[Duty, ...]:
    """Return every duty in the order in which the modules stand."""
    return tuple(_declared)


def find(slug: str) -> Duty | None:
    """Return a duty by its key; None where it is declared no more."""
    return next((each for each in _declared if each.slug == slug), None)


def withdraw(group: type[Duties]) -> None:
    """Take a declaration back: for tests that declare duties of their own."""
    for each in group.items.values():
        _declared.remove(each)
