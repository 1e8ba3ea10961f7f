"""Facts: what a decision on acting for another looks at; plain values, without a database."""

from dataclasses import dataclass
from uuid import UUID

from dienests.kernel.parties.kinds import Kind
from dienests.kernel.parties.standing import Standing


@dataclass(frozen=True, slots=True)
class Relation:
    """One right of the person who acts; `alone` is false while others must consent, `contested` while one objects."""

    id: UUID
    kind: Kind
    alone: bool = True
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a subject and of who wants to act for it on a day; `same` is acting for oneself."""

    standing: Standing
    same: bool = False
    relations: tuple[Relation, ...] = ()
