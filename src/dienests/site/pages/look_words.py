"""Looks in words that the person looked at understands; the official who looked and the auditor read the same ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import visible
from dienests.kernel.exchange.token import Token
from dienests.kernel.handling.readers import MESSAGE, NOTE, STATEMENT
from dienests.kernel.looks.course import Delayed
from dienests.kernel.looks.lines import Kind, Line
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.registry import declared, find
from dienests.site.pages.looking import AUDIT, IMPORTED, LETTER, LIST, LOOKS, NAME, OPERATOR, SEARCH, SENDING

# What was done, by the name of the page; a look through a page that is missing here would be told without words.
DOINGS: dict[str, Label] = {
    "case": gettext_lazy("opened the page of the case"),
    "act": gettext_lazy("opened the form of an act"),
    "print": gettext_lazy("opened the case for printing"),
    "export": gettext_lazy("took the case out as an archive"),
    "receipt-of-act": gettext_lazy("opened the receipt of an act"),
    "file": gettext_lazy("opened a file of the case"),
    "imported-case": gettext_lazy("opened a case of another institution"),
    "imported-file": gettext_lazy("opened a file of a case of another institution"),
    "letter": gettext_lazy("opened a letter"),
    "letter-pdf": gettext_lazy("downloaded a letter"),
    "letter-draft": gettext_lazy("looked at the draft of a letter"),
    "receipt": gettext_lazy("opened the receipt"),
    SENDING: gettext_lazy("saw to whom and where a letter goes"),
    "desk": gettext_lazy("saw the name in a list of cases"),
    SEARCH: gettext_lazy("searched for people by name"),
    "representation": gettext_lazy("opened the list of own rights to represent"),
    "representations": gettext_lazy("opened the register of rights to represent"),
    "api-case": gettext_lazy("a program asked for the case"),
    "api-letter": gettext_lazy("a program asked for a letter"),
    AUDIT: gettext_lazy("looked over which looks there were"),
}
REPRESENTING = {"representation", "representations"}
AT_ONCE = 200  # `visible` repeats the keys in each of its look-ups, and SQLite takes 32,766 values in one statement


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as it is shown; `number` and `case` are empty for a case to which the reader has no access."""

    line: Line
    office: str
    institution: str
    number: str
    case: Case | None
    procedure: Label
    basis: Any
    whys: list[str]
    data: str
    kinds: list["ShownKind"]
    program: str
    delayed: Delayed | None = None

    @property
    def searched(self) -> bool:
        """Whether it was a search for people outside of any case."""
        return self.line.alone == SEARCH

    @property
    def by_operator(self) -> bool:
        """Whether it was a command on the server, and no person at a page."""
        return any(each.kind.purpose == OPERATOR for each in self.kinds)

    @property
    def without_case(self) -> bool:
        """Whether there was no case."""
        return self.line.case is None


@dataclass(frozen=True, slots=True)
class ShownKind:
    """What was opened within a line, how often, and which data it showed."""

    kind: Kind
    doing: Label
    why: str
    data: str


@dataclass
class Words:
    """Everything that is looked up once for a page of lines."""

    mandates: dict[UUID, Mandate]
    cases: dict[UUID, Case]
    open_to_me: set[UUID]
    programs: dict[UUID, str]
    data: dict[str, Label] = field(default_factory=lambda: kinds_of_data())

    @classmethod
    def of(cls, found: Sequence[Line], *, reader: Actor | None) -> "Words":
        """Read offices, cases and programs; without a `reader` every number is told and no page of a case is linked."""
        mandates = Mandate.objects.select_related("office__institution")
        tokens = Token.objects.select_related("system").in_bulk({each.token for each in found if each.token})
        cases = Case.objects.in_bulk({each.case for each in found if each.case})
        own = _("own program of the official")
        return cls(
            mandates.in_bulk({each.mandate for each in found if each.mandate}),
            cases,
            _seen(reader, list(cases)),
            {key: token.system.name if token.system else own for key, token in tokens.items()},
        )

    def shown(self, line: Line, *, delayed: Delayed | None = None, numbered: bool = False) -> Shown:
        """Return one line in words; `numbered` tells the number of a case that the reader does not see."""
        case = self.cases.get(line.case) if line.case else None
        mine = case is not None and case.pk in self.open_to_me
        mandate = self.mandates.get(line.mandate) if line.mandate else None
        kinds = [self._kind(each, line, case) for each in line.kinds]
        told = case if mine or numbered else None
        procedure = find(told.procedure, told.version) if told else None
        return Shown(
            line, office=mandate.office.title if mandate else "",
            institution=mandate.office.institution.name if mandate else "", number=told.number if told else "",
            case=case if mine else None, procedure=procedure.title if procedure else "",
            basis=procedure.basis if procedure else None, whys=list(dict.fromkeys(each.why for each in kinds)),
            data=self.list(line.categories), kinds=kinds,
            program=self.programs.get(line.token, _("a program")) if line.token else "", delayed=delayed,
        )  # fmt: skip

    def list(self, slugs: Iterable[str]) -> str:
        """Return kinds of data as people call them."""
        return ", ".join(str(self.data.get(slug, slug)) for slug in slugs)

    def _kind(self, each: Kind, line: Line, case: Case | None) -> ShownKind:
        doing = DOINGS.get(each.page, each.page)
        return ShownKind(each, doing, why(each.purpose, each.page, case, stated=line.token is not None),
                         self.list(each.categories))  # fmt: skip


def why(purpose: str, page: str, case: Case | None, *, stated: bool = False) -> str:
    """Return the reason of a look: the part in the case, what a list or page is for, or the purpose that was stated."""
    if stated or page == SEARCH:
        return _("stated purpose: “%(purpose)s”") % {"purpose": purpose}
    if purpose == AUDIT:
        return _("to look over how officials use data")
    if purpose == SENDING:
        return _("to send letters on their way")
    if purpose == LIST:
        return _("to find a case in a list")
    if purpose == IMPORTED:
        return _("to go on with a matter that another institution handed over")
    if page in REPRESENTING:
        return _("to see who may act for whom")
    if case is None:  # it is no longer here, or was never one of this house
        return _("takes part in the case")
    if purpose == OPERATOR:
        return _("to hand the case on, by whoever runs the system")
    role = find(case.procedure, case.version).roles.get(purpose)
    return _("part in the case: %(role)s") % {"role": role.label} if role else _("takes part in the case")


def kinds_of_data() -> dict[str, Label]:
    """Return the words for every kind of data that a procedure declares."""
    found: dict[str, Label] = {
        NAME: gettext_lazy("name"), LETTER: gettext_lazy("letter"), NOTE: gettext_lazy("internal note"),
        MESSAGE: gettext_lazy("message"), STATEMENT: gettext_lazy("addition"),
        LOOKS: gettext_lazy("looks at data of others"),
        IMPORTED: gettext_lazy("case of another institution"),
    }  # fmt: skip
    for procedure in declared():
        fields = (getattr(field, "datum", None) for field in procedure.record._meta.concrete_fields)
        identities = (role.identity for role in procedure.roles.values())
        for category in [*(datum.category for datum in fields if datum), *identities]:
            if category is not None:
                found[category.slug] = category.label
    return found


def _seen(reader: Actor | None, keys: list[UUID]) -> set[UUID]:
    if reader is None:
        return set()
    parts = (keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE))
    return {key for part in parts for key in visible(reader, among=part).values_list("pk", flat=True)}
