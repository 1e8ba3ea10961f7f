"""How far the declarations carry the acts: what is claimed and by which, what is not for software, what is open."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dienests.kernel.norms import outline
from dienests.kernel.norms.act import Act, Provision
from dienests.kernel.norms.claims import Claim, claims

__all__ = ["Coverage", "coverage"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One act: every provision is claimed, not for software, or open; `unknown` are claims of addresses it lacks."""

    act: Act
    claimed: dict[str, tuple[Claim, ...]]
    not_for_software: tuple[Provision, ...]
    open: tuple[Provision, ...]
    unknown: dict[str, tuple[Claim, ...]]

    @property
    def by_kind(self) -> dict[str, int]:
        """The number of provisions of each kind."""
        return dict(Counter(each.kind.value for each in self.act.provisions).most_common())

    def as_json(self) -> dict[str, Any]:
        """Return plain values; reasons and titles stand in both languages."""
        return {
            "act": self.act.slug,
            "title": {"lv": self.act.title.lv, "en": self.act.title.en},
            "total": len(self.act.provisions),
            "by_kind": self.by_kind,
            "counts": {
                "claimed": len(self.claimed),
                "not_for_software": len(self.not_for_software),
                "open": len(self.open),
            },
            "claimed": {address: _declarations(each) for address, each in self.claimed.items()},
            "not_for_software": {
                each.address: {"lv": each.not_for_software.lv, "en": each.not_for_software.en}
                for each in self.not_for_software
                if each.not_for_software
            },
            "open": [each.address for each in self.open],
            "unknown": {address: _declarations(each) for address, each in self.unknown.items()},
        }


def coverage() -> tuple[Coverage, ...]:
    """Return the coverage of every act that has an outline."""
    by_act: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims():
        for address in claim.basis.addresses:
            by_act[claim.basis.act][address].append(claim)
    return tuple(_of(act, by_act[act.slug]) for act in outline.acts())


def _of(act: Act, made: dict[str, list[Claim]]) -> Coverage:
    rest = [each for each in act.provisions if each.address not in made]
    return Coverage(
        act=act,
        claimed={each.address: tuple(made[each.address]) for each in act.provisions if each.address in made},
        # A claim is stronger than the reason why there should be none: what is carried is carried.
        not_for_software=tuple(each for each in rest if each.not_for_software),
        open=tuple(each for each in rest if not each.not_for_software),
        unknown={address: tuple(each) for address, each in made.items() if address not in act.by_address},
    )


def _declarations(made: Iterable[Claim]) -> list[str]:
    return sorted({each.declaration for each in made})
