"""How a decision is contested: where, by when, on which paragraph; what no document says is told to be not set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dienests.kernel.norms.basis import Basis, Unspecified
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.terms import TermValue

if TYPE_CHECKING:
    from dienests.kernel.procedures.actions import Action
    from dienests.kernel.procedures.stages import Stage


@dataclass(frozen=True)
class Contest:
    """`where` names the institution or office, `within` is the time from the day on which the decision is known."""

    where: Label
    within: TermValue | Unspecified
    basis: Basis

    @property
    def open_term(self) -> bool:
        """Say whether the sources leave the time open."""
        return isinstance(self.within, Unspecified)


def contest(where: Label, within: TermValue | Unspecified, basis: Basis) -> Contest:
    """Declare how a decision is contested; it stands on the action that decides, or on the letter that tells of it."""
    return Contest(where, within, basis)


def decides(action: Action) -> bool:
    """Say whether an action is a decision: it ends the case, or it sends a letter."""
    return bool(action.follows.sends) or _ends(action.target)


def contest_of(action: Action) -> Contest | None:
    """Return how the decision of an action is contested; None where nothing declares it."""
    letter = action.follows.sends
    return action.contest or (letter.contest if letter else None)


def _ends(target: Stage | object) -> bool:
    return bool(getattr(target, "ends", False))
