"""Who approves a letter and who agrees to it first: as declared, else as the institution has set it, else nobody.

The code says who drafts letters on results (28, 33) and not who signs them: a dated parameter of the institution says
that. Where it is not set, whoever does the act that sends the letter approves it by that, as the procedure tells.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.letters.letterhead import WHERE
from dienests.kernel.norms.declared import Declared, register
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.period import covers
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.fields import Text
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.letters import Letter
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared
from dienests.kernel.procedures.roles import Group, Role, system

ALONE = "letters.one-person"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Approval:
    """The office that approves, those that agree first (slugs), and whether one person may draft and approve."""

    office: str
    agreed_by: tuple[str, ...] = ()
    alone: bool = False


def approval(
    procedure: type[Procedure], letter: Letter, case: Case, *, at: datetime, values: Mapping[str, str] | None = None
) -> Approval | None:  # fmt: skip
    """Return who approves a letter of a case at a moment; None where the act that sends it is its approval.

    `values` are what the institution has set (`values_of`), where a reader of many letters knows it already.
    """
    slugs = slugs_of(procedure, letter)
    if values is None:
        values = values_of([case.institution_id], slugs, at=at)[case.institution_id]
    alone = values.get(ALONE) == YES
    if letter.approved_by is not None:
        return Approval(_office(letter.approved_by), tuple(map(_office, letter.agreed_by)), alone)
    if slugs[0] not in values or not may_be_drafted(procedure, letter):
        return None
    return Approval(values[slugs[0]], tuple(filter(None, [values.get(slugs[1], "")])), alone)


def slugs_of(procedure: type[Procedure], letter: Letter) -> list[str]:
    """Return the parameters that say who approves a letter, who agrees to it, and whether one person does all."""
    return [_slug(procedure, letter, "approval"), _slug(procedure, letter, "agreement"), ALONE]


def values_of(institutions: Collection[int], slugs: Collection[str], *, at: datetime) -> dict[int, dict[str, str]]:
    """Return what institutions have set of some parameters at a moment, by institution; one query."""
    found: dict[int, dict[str, str]] = {each: {} for each in institutions}
    rows = Parameter.objects.filter(covers(local_date(at)), institution__in=found, slug__in=slugs)
    for institution, slug, value in rows.values_list("institution", "slug", "value"):
        found[institution][slug] = value
    return found


def texts(procedure: type[Procedure], action: Action) -> list[str]:
    """Return the fields of an act that are free text: the words that a draft holds."""
    model = action.follows.adds or procedure.record
    return [name for name in action.fields if isinstance(model._meta.get_field(name), Text)]


def may_be_drafted(procedure: type[Procedure], letter: Letter) -> bool:
    """Say whether a draft can hold all that the acts ask which send a letter: free texts, from one official.

    What a body decides by vote, and what the machine does, needs no office's approval.
    """
    acts = [each for each in procedure.actions.values() if each.follows.sends is letter]
    return bool(acts) and all(_drafts(procedure, each) for each in acts)


def _drafts(procedure: type[Procedure], act: Action) -> bool:
    official = act.by is not system and not act.by.relation and not isinstance(act.by, Group)
    return official and not act.follows.adds and len(texts(procedure, act)) == len(act.fields) > 0


def _declared() -> Iterator[Declared]:
    for procedure in declared():
        for letter in procedure.letters.values():
            if letter.approved_by is None and may_be_drafted(procedure, letter):
                yield _parameter(procedure, letter, "approval", _("“{letter}” ({title}): who approves it"))
                yield _parameter(procedure, letter, "agreement", _("“{letter}” ({title}): who agrees to it first"))
    yield Declared(
        slug=ALONE, label=_("letters: whether one person may draft and approve"), where=WHERE, basis="", kind="choice",
        options=lambda: [(NO, _("no, two people")), (YES, _("yes, one person"))],
    )  # fmt: skip


def _parameter(procedure: type[Procedure], letter: Letter, what: str, label: Label) -> Declared:
    return Declared(
        slug=_slug(procedure, letter, what), label=format_lazy(label, letter=letter.label, title=procedure.title),
        where=WHERE, basis=str(letter.basis), kind="choice", options=partial(offices, procedure),
    )  # fmt: skip


def offices(procedure: type[Procedure]) -> list[tuple[str, str | Promise]]:
    """Return the offices that a procedure knows, each with what it is called there."""
    held = (
        role for role in procedure.roles.values() if role.office and not role.relation and not isinstance(role, Group)
    )
    return [(role.office, role.label) for role in held]


def _slug(procedure: type[Procedure], letter: Letter, what: str) -> str:
    return f"{procedure.slug}.{letter.name}-{what}"


def _office(role: Role) -> str:
    return role.recorded_by.office if isinstance(role, Group) else role.office


register(_declared)

__all__ = ["ALONE", "Approval", "approval", "may_be_drafted", "offices", "slugs_of", "texts", "values_of"]
