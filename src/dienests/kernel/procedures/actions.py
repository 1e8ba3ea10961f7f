"""Actions: who may do what, where, on which paragraph, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.conditions import Condition
from dienests.kernel.procedures.contests import Contest
from dienests.kernel.procedures.entitlements import Entitlement
from dienests.kernel.procedures.items import Item, Label, as_tuple, one_each
from dienests.kernel.procedures.letters import Letter
from dienests.kernel.procedures.roles import Role
from dienests.kernel.procedures.stages import START, STAYS, Stage, _Start, _Stays
from dienests.kernel.procedures.terms import Term


class _Anywhere:
    """The source of a discretionary action: every stage in which the case is open."""

    def __repr__(self) -> str:
        return "ANYWHERE"


ANYWHERE: Final = _Anywhere()
Source = Stage | _Start | _Anywhere | tuple[Stage, ...]


@dataclass(frozen=True)
class Consequences:
    """What an act brings about besides the new stage: terms, letters, sub-cases, entries."""

    starts: tuple[Term, ...] = ()
    stops: tuple[Term, ...] = ()
    suspends: tuple[Term, ...] = ()
    resumes: tuple[Term, ...] = ()
    extends: Term | None = None
    lapses: Term | None = None
    notifies: tuple[Role, ...] = ()
    sends: Letter | None = None
    opens: str = ""
    carries: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    adds: Any = None

    @cached_property
    def ends(self) -> tuple[Term, ...]:
        """Return the terms that no longer run after the act."""
        return (*self.stops, *as_tuple(self.lapses))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Return the terms that the act touches in whatever way; most acts touch none."""
        return tuple(dict.fromkeys((*self.ends, *self.resumes, *as_tuple(self.extends), *self.suspends, *self.starts)))

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Return the parameters that set what the act starts or extends, where the sources leave that open."""
        begun = [term.parameter for term in self.starts if term.unset]
        return (*begun, *(term.extension_parameter for term in as_tuple(self.extends) if term.extension_unset))


class Action(Item):
    """One thing that may be done with a case."""

    def __init__(
        self, label: Label, source: Source, target: Stage | _Stays, by: Role, basis: Basis, *, asks: tuple[str, ...],
        asks_if: Mapping[str, Condition], accepts: tuple[str, ...], sets: Mapping[str, Any], when: Condition | None,
        consequences: Consequences, interpretation: Label | None, entitled: Entitlement | None,
        contest: Contest | None,
    ) -> None:  # fmt: skip
        self.label, self.source, self.target, self.by, self.basis = label, source, target, by, basis
        self.asks, self.asks_if, self.accepts, self.when = asks, dict(asks_if), accepts, when
        self.sets, self.follows, self.interpretation = dict(sets), consequences, interpretation
        self.entitled, self.contest = entitled, contest

    @property
    def starts_case(self) -> bool:
        """Say whether the action opens a case."""
        return self.source is START

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Return the names of all fields that may be given, in the order in which they are asked."""
        return tuple(dict.fromkeys((*self.asks, *self.asks_if, *self.accepts)))

    @property
    def discretionary(self) -> bool:
        """Say whether the action is possible at many stages and leads on from none: no stage asks for it."""
        return self.source is ANYWHERE or (isinstance(self.source, tuple) and isinstance(self.target, _Stays))

    def leaves(self, stage: Stage) -> bool:
        """Say whether the action may be done in this stage."""
        if self.source is ANYWHERE:
            return not stage.ends
        return stage in as_tuple(self.source)

    def goes(self, stage: Stage) -> Stage:
        """Return where a case in `stage` stands after the action."""
        return stage if isinstance(self.target, _Stays) else self.target


def action(
    label: Label, source: Source, target: Stage | _Stays, *, by: Role, basis: Basis, asks: tuple[str, ...] = (),
    asks_if: Mapping[str, Condition] | None = None, accepts: tuple[str, ...] = (), when: Condition | None = None,
    starts: Term | tuple[Term, ...] = (), stops: Term | tuple[Term, ...] = (),
    suspends: Term | tuple[Term, ...] = (), resumes: Term | tuple[Term, ...] = (), extends: Term | None = None,
    lapses: Term | None = None, notifies: Role | tuple[Role, ...] = (), sends: Letter | None = None, opens: str = "",
    carries: Mapping[str, str] | None = None, after: str = "", adds: Any = None, sets: Mapping[str, Any] | None = None,
    interpretation: Label | None = None, entitled: Entitlement | None = None, contest: Contest | None = None,
) -> Action:  # fmt: skip
    """Declare an action; `sets` are values that the act itself gives, `entitled` says who may do it for whom,
    `contest` how the decision that it takes is contested.

    Raises TypeError when one that opens a case leads nowhere, or where a word that takes one thing is given several.
    """
    if source is START and target is STAYS:
        raise TypeError(f"'{label}' opens a case and must lead to a stage; STAYS is for actions within a case.")
    one_each(label, by=(by, Role), when=(when, Condition), extends=(extends, Term), lapses=(lapses, Term),
             sends=(sends, Letter), entitled=(entitled, Entitlement), contest=(contest, Contest))  # fmt: skip
    return Action(
        label, source, target, by, basis, asks=asks, asks_if=asks_if or {}, accepts=accepts, sets=sets or {}, when=when,
        consequences=Consequences(
            as_tuple(starts), as_tuple(stops), as_tuple(suspends), as_tuple(resumes), extends, lapses,
            as_tuple(notifies), sends, opens, carries or {}, after, adds,
        ), interpretation=interpretation, entitled=entitled, contest=contest,
    )  # fmt: skip
