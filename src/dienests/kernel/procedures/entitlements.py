"""Entitlements: who may do an act for whom, cell by cell of a matrix, each with its paragraph and its proof."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dienests.kernel.norms.basis import Basis
from dienests.kernel.parties.facts import Facts, Relation
from dienests.kernel.parties.kinds import MEANINGS, Kind
from dienests.kernel.parties.standing import Standing
from dienests.kernel.procedures.items import Item, Label, as_tuple


class Whoever(StrEnum):
    """Who acts without any recorded right: the subject, or anybody else."""

    SELF = "self"
    ANYONE = "anyone"


SELF, ANYONE = Whoever.SELF, Whoever.ANYONE


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: for a subject of this standing these may act; `shows` are fields that must hold the proofs."""

    standing: Standing
    who: tuple[Whoever | Kind, ...]
    basis: Basis
    shows: tuple[str, ...] = ()
    interpretation: Label | None = None


class Entitlement(Item):
    """A matrix of cells. `of` are the fields that name the subject, `who` the field of who acts ("": the actor).

    A subject that is left open is the person who acts.
    """

    def __init__(self, label: Label, basis: Basis, cells: Iterable[Cell], *, of: tuple[str, ...], who: str) -> None:
        self.label, self.basis, self.cells, self.of, self.who = label, basis, tuple(cells), of, who


class Why(StrEnum):
    """Why somebody may not act for a subject."""

    NO_RULE = "no-rule"
    NOT_ENTITLED = "not-entitled"
    CONTESTED = "contested"
    NOT_ALONE = "not-alone"
    BIRTH_UNKNOWN = "birth-unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The cell and the right under which one may act, or why not, with the cells that would have allowed others."""

    cell: Cell | None = None
    relation: Relation | None = None
    why: Why | None = None
    cells: tuple[Cell, ...] = ()


def cell(
    standing: Standing, who: Whoever | Kind | tuple[Whoever | Kind, ...], basis: Basis, *,
    shows: str | tuple[str, ...] = (), interpretation: Label | None = None,
) -> Cell:  # fmt: skip
    """Declare one cell of a matrix."""
    return Cell(standing, as_tuple(who), basis, as_tuple(shows), interpretation)


def entitlement(
    label: Label, basis: Basis, *cells: Cell, of: str | tuple[str, ...], who: str = ""
) -> Entitlement:  # fmt: skip
    """Declare who may do an act for whom; raises TypeError when a kind cannot serve a subject of that standing."""
    for each in cells:
        for kind in each.who:
            if isinstance(kind, Kind) and each.standing not in MEANINGS[kind].serves:
                raise TypeError(f"'{label}': a {kind} never acts for a subject that is {each.standing}.")
    return Entitlement(label, basis, cells, of=as_tuple(of), who=who)


def decide(matrix: Entitlement, facts: Facts) -> Verdict:
    """Say under which cell one may act, by a pure look at the facts of the day.

    Whose day of birth is unknown acts for himself as an adult does; for others nobody acts until it is recorded.
    """
    if facts.standing is Standing.UNKNOWN and not facts.same:
        return Verdict(why=Why.BIRTH_UNKNOWN)
    known = Standing.ADULT if facts.standing is Standing.UNKNOWN else facts.standing
    cells = tuple(each for each in matrix.cells if each.standing is known)
    if not cells:
        return Verdict(why=Why.NO_RULE)
    refused = Why.NOT_ENTITLED
    for each in cells:
        if (SELF if facts.same else ANYONE) in each.who:
            return Verdict(each)
        for relation in facts.relations:
            if relation.kind in each.who and not facts.same:
                stopped = Why.CONTESTED if relation.contested else None if relation.alone else Why.NOT_ALONE
                if stopped is None:
                    return Verdict(each, relation)
                refused = stopped
    return Verdict(why=refused, cells=cells)
