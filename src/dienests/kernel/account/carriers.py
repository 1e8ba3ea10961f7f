"""Which acts and terms carry a paragraph: every claimed item of a procedure is brought back to these two."""

from dataclasses import dataclass, field
from functools import lru_cache

from dienests.kernel.norms.basis import Unspecified
from dienests.kernel.norms.claims import Claim, claims
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.bodies import required
from dienests.kernel.procedures.conditions import Condition
from dienests.kernel.procedures.letters import Letter
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared, newest
from dienests.kernel.procedures.roles import Group, Role
from dienests.kernel.procedures.rules import Rule
from dienests.kernel.procedures.terms import Term


@dataclass(slots=True)
class Carrier:
    """How one version of a procedure carries a paragraph.

    `acts` and `terms` are names; `own` names what the paragraph itself asks for, the rest merely serves it;
    `open_values` says that a value other than a term is left open by the sources and can be given by nobody yet;
    `parameters` are values other than terms that the institution gives.
    """

    procedure: type[Procedure]
    acts: set[str] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    open_values: bool = False
    parameters: set[str] = field(default_factory=set)

    @property
    def counted(self) -> set[str]:
        """The acts that the paragraph itself asks for; where it asks for none, those that serve it."""
        return (self.own & self.acts) or self.acts


def carriers() -> dict[tuple[str, str], list[Carrier]]:
    """Return the carriers of every claimed paragraph, by act and address."""
    return _carriers(declared())


@lru_cache(maxsize=4)
def _carriers(procedures: tuple[type[Procedure], ...]) -> dict[tuple[str, str], list[Carrier]]:
    found: dict[tuple[str, str], dict[tuple[str, int], Carrier]] = {}
    by_key = {procedure.key(): procedure for procedure in procedures}  # cases of every version are accounted for
    for claim in claims():
        slug, _dot, item = claim.declaration.partition(".")
        key = (slug, claim.version)
        if key in by_key:
            for address in claim.basis.addresses:
                places = found.setdefault((claim.basis.act, address), {})
                _add(places.setdefault(key, Carrier(by_key[key])), item)
    return {where: list(places.values()) for where, places in found.items()}


def carried_by(act: str, address: str) -> list[Carrier]:
    """Return the carriers of one paragraph."""
    return carriers().get((act, address), [])


def claims_of(act: str, address: str) -> list[Claim]:
    """Return the claims of one paragraph, one for each declaration."""
    made = (each for each in claims() if each.basis.act == act and address in each.basis.addresses)
    return list({each.declaration: each for each in made}.values())


def _add(carrier: Carrier, item: str) -> None:
    procedure = carrier.procedure
    kind, _dot, rest = item.partition(".")
    thing = procedure.items.get(kind)
    if isinstance(thing, Action | Term):
        carrier.own.add(thing.name)
    if isinstance(thing, Term):
        carrier.terms.add(thing.name)
    if isinstance(thing, Group):
        if thing.ballot:
            carrier.parameters |= {thing.parameter(what) for what in required(thing)}
        else:
            # Nobody can give it any more under a version that a later one has replaced.
            current = newest().get(procedure.slug) is procedure
            carrier.open_values |= current and isinstance(thing.quorum, Unspecified)
    carrier.acts |= {action.name for action in procedure.actions.values() if _serves(action, thing, kind, rest)}


def _serves(action: Action, thing: object, kind: str, rest: str) -> bool:
    """Say whether an act has to do with a declared thing (None: the procedure itself, a field, a condition)."""
    then = action.follows
    if isinstance(thing, Action):
        return action is thing
    if isinstance(thing, Term):
        return thing in then.terms
    if isinstance(thing, Letter):
        return then.sends is thing
    if isinstance(thing, Role):
        return _done_by(action, thing) if not rest else action.starts_case
    if isinstance(thing, Rule) or not kind:
        return action.starts_case
    if kind == "field":
        return rest in action.fields or rest in action.sets
    return any(each.name == rest for each in _conditions(action))


def _done_by(action: Action, role: Role) -> bool:
    by = action.by.recorded_by if isinstance(action.by, Group) and not isinstance(role, Group) else action.by
    return by is role or by.stand_in is role


def _conditions(action: Action) -> list[Condition]:
    return [*([action.when] if action.when else []), *action.asks_if.values()]
