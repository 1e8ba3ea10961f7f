"""What a difference of two redactions means for the declarations that rest on the provision."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dienests.kernel.norms.basis import parse
from dienests.kernel.norms.claims import Claim, claims
from dienests.kernel.norms.declared import every
from dienests.kernel.norms.differences import Change, Difference

__all__ = ["Consequence", "consequences"]


@dataclass(frozen=True, slots=True)
class Resting:
    """One declaration that rests on a provision; `kind` is action, role, term, field, duty, parameter and so on."""

    kind: str
    declaration: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class Consequence:
    """A difference, what rests on its provision, and what is to be done."""

    difference: Difference
    resting: tuple[Resting, ...]

    @property
    def advice(self) -> str:
        """What the difference asks of whoever keeps the declarations."""
        if not self.resting:
            return _("no declaration rests on it")
        return ADVICE[self.difference.change]()

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        old, new = self.difference.old, self.difference.new
        return {
            "change": self.difference.change.value, "old": old.number if old else None,
            "new": new.number if new else None, "alike": round(self.difference.alike, 3),
            "left_out": self.difference.left_out, "put_in": self.difference.put_in, "explanation": str(self.difference),
            "rests_on_it": [
                {"kind": each.kind, "declaration": each.declaration, "label": str(each.label)} for each in self.resting
            ],
            "advice": self.advice,
        }  # fmt: skip


ADVICE = {
    Change.ADDED: lambda: _("it was claimed before it existed: see whether these declarations mean it"),
    Change.STRUCK: lambda: _("their basis is gone: strike them out in a new version, or name another paragraph"),
    Change.CHANGED: lambda: _("read them against the new words; where they no longer hold, publish a new version"),
    Change.MOVED: lambda: _("name the new number as their basis in the next version"),
    Change.MOVED_AND_CHANGED: lambda: _(
        "read them against the new words and name the new number as their basis in a new version"
    ),
}


def consequences(act: str, found: list[Difference]) -> list[Consequence]:
    """Return each difference with the declarations that rest on its provision, by the address in the old redaction."""
    by_address: dict[str, dict[str, Resting]] = {}
    for claim in claims():
        if claim.basis.act == act:
            for address in claim.basis.addresses:
                by_address.setdefault(address, {})[claim.declaration] = _resting(claim)
    for asked in every():
        for basis in parse(asked.basis):
            for address in basis.addresses if basis.act == act else ():
                here = by_address.setdefault(address, {})
                here[f"parameter.{asked.slug}"] = Resting("parameter", asked.slug, asked.label)
    return [Consequence(each, tuple(by_address.get(each.number, {}).values())) for each in found]


def _resting(claim: Claim) -> Resting:
    return Resting(claim.kind or "declaration", claim.declaration, claim.label)
