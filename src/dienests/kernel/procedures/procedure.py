"""A procedure: one class that reads like the paragraphs it implements."""

from datetime import date
from typing import Any, ClassVar, TypeVar

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.amending import amended
from dienests.kernel.procedures.exclusions import Exclusion
from dienests.kernel.procedures.generic import GENERIC, WITHDRAWN, Stages
from dienests.kernel.procedures.items import Item, Label
from dienests.kernel.procedures.letters import Letter
from dienests.kernel.procedures.plan import Plan
from dienests.kernel.procedures.registry import register
from dienests.kernel.procedures.roles import Role
from dienests.kernel.procedures.rules import Rule
from dienests.kernel.procedures.stages import Stage
from dienests.kernel.procedures.terms import Term
from dienests.kernel.procedures.withdrawals import USUAL, Withdrawal

T = TypeVar("T", bound=Item)

# Names that the class itself uses; an item of that name would hide them (checked by `soundness`).
RESERVED = frozenset(
    {"slug", "version", "issued", "basis", "record", "numbered", "local", "title", "items", "actions", "roles",
     "stages", "terms", "letters", "rules", "exclusions", "plan", "start", "perform", "todo", "key",
     "migrated", "withdrawal", WITHDRAWN.name, *GENERIC}
)  # fmt: skip


class Procedure:
    """The base of all declarations. An amendment is a subclass with a higher version; None strikes an item out."""

    slug: ClassVar[str]
    version: ClassVar[int]
    issued: ClassVar[date]
    basis: ClassVar[Basis]
    record: ClassVar[type[Any]]
    numbered: ClassVar[str]
    local: ClassVar[bool]
    title: ClassVar[Label]
    items: ClassVar[dict[str, Item]]
    actions: ClassVar[dict[str, Action]]
    roles: ClassVar[dict[str, Role]]
    stages: ClassVar[dict[str, Stage]]
    terms: ClassVar[dict[str, Term]]
    letters: ClassVar[dict[str, Letter]]
    rules: ClassVar[dict[str, Rule]]
    exclusions: ClassVar[dict[str, Exclusion]]
    plan: ClassVar[Plan]
    withdrawal: ClassVar[Withdrawal] = USUAL
    conduct_day: ClassVar[str] = ""

    def __init_subclass__(
        cls, *, slug: str, record: type[Any], basis: Basis, version: int, issued: date, numbered: str = "",
        local: bool = False, withdrawal: Withdrawal | None = None, registered: bool = True,
        conduct_day: str = "",
    ) -> None:  # fmt: skip
        """Gather the items and make the plan; `numbered` is the prefix of numbers in the register of cases.

        `local` says that the unit of the person who opens a case handles it; else the whole institution does.
        `withdrawal` says what becomes of a case that its opener wants no longer; an amendment keeps it.
        `conduct_day` names the field with the day of the conduct, whose redaction judges the substance.
        """
        super().__init_subclass__()
        cls.items = _items(cls)  # first of all: an item with a name of the class is found by `soundness`
        cls.slug, cls.record, cls.basis, cls.version, cls.issued = slug, record, basis, version, issued
        cls.numbered, cls.local = numbered or slug.upper(), local
        cls.withdrawal = withdrawal or cls.withdrawal
        cls.conduct_day = conduct_day or cls.conduct_day
        cls.actions = _of(cls.items, Action)
        cls.roles = _of(cls.items, Role)
        cls.stages = Stages(_of(cls.items, Stage))
        cls.terms = _of(cls.items, Term)
        cls.letters = _of(cls.items, Letter)
        cls.rules = _of(cls.items, Rule)
        cls.exclusions = _of(cls.items, Exclusion)
        for term in cls.terms.values():
            term.procedure = slug
        for letter in cls.letters.values():
            letter.module = letter.module or cls.__module__.rpartition(".")[0].removesuffix(".versions")
        cls.plan = Plan.of(cls.roles, cls.stages, cls.actions)
        if registered:
            register(cls)

    @classmethod
    def key(cls) -> tuple[str, int]:
        """Return what stands on a case: slug and version."""
        return cls.slug, cls.version


def _items(cls: type) -> dict[str, Item]:
    """Return the items of a declaration; what an amendment replaces is replaced wherever it was named."""
    found: dict[str, Item | None] = {}
    replaced: dict[int, Item] = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, Item) or (value is None and name in found):
                if isinstance(before := found.get(name), Item) and isinstance(value, Item):
                    replaced[id(before)] = value
                found[name] = value
    kept = amended({name: item for name, item in found.items() if item is not None}, replaced)
    for name, item in kept.items():
        if item is not found[name]:
            setattr(cls, name, item)
    return kept


def _of(items: dict[str, Item], kind: type[T]) -> dict[str, T]:
    return {name: item for name, item in items.items() if isinstance(item, kind)}
