"""Roles: who may act. An office, a relation to the case, a group, an outsider; `system` acts for the machine."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from dienests.kernel.norms.basis import Basis, Unspecified
from dienests.kernel.procedures.categories import Category
from dienests.kernel.procedures.items import Item, Label
from dienests.kernel.procedures.votes import Majority, Share, Tie


class Role(Item):
    """One who may act in a procedure.

    `office` is the slug of an office; with `opener`, `party` or `manages` it is merely a condition for starting,
    and the role sees the own case only. `identity` is the category of the name of a private person in this role.
    With `outside` it is somebody who holds no office in the institution; one who has no account is named in the field
    `named` of the record, and letters to the role then go to that name.
    """

    ballot = False  # whether acts of the role are decided by a vote

    def __init__(
        self, label: Label, basis: Basis | None, *, office: str = "", opener: bool = False, party: str = "",
        manages: str = "", stand_in: "Role | None" = None, reads: Iterable[Category] = (),
        identity: Category | None = None, acts: bool = True, outside: bool = False, named: str = "",
    ) -> None:  # fmt: skip
        self.label, self.basis, self.office, self.opener, self.party = label, basis, office, opener, party
        self.manages, self.stand_in, self.reads, self.identity = manages, stand_in, frozenset(reads), identity
        self.acts, self.outside, self.named = acts, outside, named

    @property
    def relation(self) -> bool:
        """Say whether the role is a relation to the case rather than an office."""
        return self.opener or bool(self.party) or bool(self.manages)


class Group(Role):
    """A body that decides together: by a ballot of its members, or, without `ballot`, as one office records it.

    What the sources leave open of quorum, majority and tie is a dated parameter of the body in its institution.
    `by_name` keeps who voted how; else only how many. `substitutes` take the seats of absent and recused members.
    """

    def __init__(
        self, label: Label, basis: Basis, *, members: str, quorum: Unspecified | Share | int, recorded_by: Role,
        reads: Iterable[Category] = (), ballot: bool = False, by_name: bool = False,
        majority: Unspecified | Majority | None = None, tie: Unspecified | Tie | None = None,
        substitutes: Role | None = None,
    ) -> None:  # fmt: skip
        super().__init__(label, basis, office=members, reads=reads)
        self.quorum, self.recorded_by, self.ballot, self.by_name = quorum, recorded_by, ballot, by_name
        self.majority, self.tie, self.substitutes = majority, tie, substitutes

    def parameter(self, what: str) -> str:
        """Return the slug of a dated parameter of this body, such as "ethics-member.quorum"."""
        return f"{self.office}.{what}"


def role(
    label: Label, basis: Basis, *, office: str = "", opener: bool = False, party: str = "",
    manages: str = "", stand_in: Role | None = None, reads: Iterable[Category] = (),
    identity: Category | None = None,
) -> Role:  # fmt: skip
    """Declare a role; raises TypeError when it names neither an office nor a relation."""
    if not (office or opener or party or manages):
        raise TypeError(f"the role '{label}' names no office and no relation; write office=, opener=True or party=.")
    return Role(
        label, basis, office=office, opener=opener, party=party, manages=manages, stand_in=stand_in, reads=reads,
        identity=identity,
    )  # fmt: skip


def group(
    label: Label, basis: Basis, *, members: str, quorum: Unspecified | Share | int, recorded_by: Role,
    reads: Iterable[Category] = (), ballot: bool = False, by_name: bool = False,
    majority: Unspecified | Majority | None = None, tie: Unspecified | Tie | None = None,
    substitutes: Role | None = None,
) -> Group:  # fmt: skip
    """Declare a body whose members hold the office `members` and whose acts `recorded_by` enters.

    Raises TypeError where a ballot has no majority, or what only a ballot needs is said without one.
    """
    if ballot and (majority is None or tie is None):
        raise TypeError(f"'{label}' votes: say majority= and tie=, or that they are unspecified.")
    if not ballot and (by_name or substitutes or majority is not None or tie is not None):
        raise TypeError(f"'{label}' holds no ballot; write ballot=True, or leave majority, tie and substitutes out.")
    return Group(
        label, basis, members=members, quorum=quorum, recorded_by=recorded_by, reads=reads, ballot=ballot,
        by_name=by_name, majority=majority, tie=tie, substitutes=substitutes,
    )  # fmt: skip


def outsider(label: Label, basis: Basis, *, named: str = "") -> Role:
    """Declare one who is written to and never acts; `named` is the field of the record that holds the name."""
    return Role(label, basis, acts=False, named=named)


def from_outside(
    label: Label, basis: Basis, *, named: str = "", reads: Iterable[Category] = (), identity: Category | None = None
) -> Role:
    """Declare a person without an office in the institution: one with an account acts, one without is `named`."""
    return Role(label, basis, opener=True, outside=True, named=named, reads=reads, identity=identity)


def manager_of(
    label: Label, basis: Basis, *, field: str, reads: Iterable[Category] = (), identity: Category | None = None
) -> Role:
    """Declare the direct manager of the person in `field`, who opens the case for that person."""
    return Role(label, basis, manages=field, opener=True, reads=reads, identity=identity)


system = Role(_("the system"), None)
system.name = "system"
