"""Withdrawals: what happens when whoever opened a case wants it no longer."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from dienests.kernel.norms.basis import Basis, Unspecified
from dienests.kernel.procedures.items import Label


@dataclass(frozen=True)
class Withdrawal:
    """`allowed`: the wish is recorded at all; `closes`: the case ends with it, else it goes on all the same."""

    basis: Basis | Unspecified
    interpretation: Label
    allowed: bool = True
    closes: bool = True

    @property
    def kind(self) -> str:
        """Return what the digest keeps of it; nothing of the usual one."""
        return "" if self.closes else "goes on" if self.allowed else "refused"


USUAL: Final = Withdrawal(
    Unspecified(_("a law on procedure that the documents do not name")),
    _("who asks for something may cease to ask until a decision is taken"),
)


def stays_open(basis: Basis, interpretation: Label) -> Withdrawal:
    """Declare that a withdrawn matter is examined all the same: the wish is recorded, the case goes on."""
    return Withdrawal(basis, interpretation, closes=False)


def not_withdrawn(basis: Basis, interpretation: Label) -> Withdrawal:
    """Declare that a matter cannot be withdrawn."""
    return Withdrawal(basis, interpretation, allowed=False, closes=False)
