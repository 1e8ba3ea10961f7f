"""By-laws: how a body decides on the day of a sitting, from its declaration and the dated parameters of its office."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.norms.basis import Unspecified
from dienests.kernel.norms.models import Parameter
from dienests.kernel.parties.period import covers
from dienests.kernel.procedures.bodies import SEATS
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.roles import Group
from dienests.kernel.procedures.votes import Rules

UNSET = {
    "quorum": _("The quorum of “{body}” is not set; the administrator enters it from: {where}."),
    "majority": _("The majority by which “{body}” decides is not set; the administrator enters it from: {where}."),
    "tie": _("What follows when the votes are equally divided is not set; the administrator enters it from: {where}."),
}


@dataclass(frozen=True, slots=True)
class ByLaws:
    """How a body decides; `seats` is 0 where only the members in office are counted."""

    rules: Rules
    seats: int


def by_laws(body: Group, institution: int, on: date) -> ByLaws:
    """Return how a body decides on a day; what neither declaration nor parameter sets is ""; one query."""
    slugs = {what: body.parameter(what) for what in (*UNSET, SEATS)}
    found = Parameter.objects.filter(covers(on), institution=institution, slug__in=slugs.values())
    values = dict(found.values_list("slug", "value"))
    said = {what: _value(getattr(body, what), values.get(slugs[what], "")) for what in UNSET}
    return ByLaws(Rules(**said), int(values.get(slugs[SEATS], 0)))


def require(body: Group, rules: Rules) -> None:
    """Raise Refusal where a value is not set without which no vote decides; the tie rule waits until it is needed."""
    for what in ("quorum", "majority"):
        if not getattr(rules, what):
            raise unset(body, what)


def unset(body: Group, what: str) -> Refusal:
    """Return the refusal for a value of the by-laws that is not set."""
    value = getattr(body, what)
    where = value.where if isinstance(value, Unspecified) else ""
    return Refusal(format_lazy(UNSET[what], body=body.label, where=where), basis=body.basis, kind="ballot")


def _value(declared: object, parameter: str) -> str:
    return parameter if isinstance(declared, Unspecified) else str(declared)
