"""Which delays are in force: those that a procedure's own rules set, and dated parameters with their basis."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.looks.course import Course, Spell
from dienests.kernel.norms import declared as parameters
from dienests.kernel.norms.basis import join
from dienests.kernel.norms.delay import CASE_CLOSED, words
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.parties.period import covers
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import newest

PREFIX = "reads.delay."
WHERE = _("norm that allows to tell later, such as one on criminal proceedings; without one there is no delay")
Place = tuple[int, str]  # institution, procedure


def register() -> None:
    """Let every procedure have the parameter."""
    parameters.register(_declared)


def _declared() -> Iterator[parameters.Declared]:
    for slug, procedure in newest().items():
        label = format_lazy(_("when a look is told to the person concerned: {procedure}"), procedure=procedure.title)
        yield parameters.Declared(slug=PREFIX + slug, label=label, where=WHERE, basis="", kind="delay", forward=True)


def by_parameter(on: date) -> dict[Place, Course]:
    """Return the delays that institutions have set up to the day, those that have ended among them; one query."""
    found: dict[Place, list[Spell]] = {}
    for each in Parameter.objects.filter(slug__startswith=PREFIX, valid_from__lte=on):
        spell = Spell(each.valid_from, each.valid_to, each.value, each.basis)
        found.setdefault((each.institution_id, each.slug.removeprefix(PREFIX)), []).append(spell)
    return {place: Course(spells) for place, spells in found.items()}


@dataclass(frozen=True, slots=True)
class Rule:
    """A delay that holds for everybody alike, as it is announced: where, towards whom, how long, on which basis."""

    procedure: type[Procedure]
    institution: str
    value: str
    basis: str
    of_procedure: bool

    @property
    def words(self) -> str:
        """How long."""
        return words(self.value)


def in_force(on: date) -> list[Rule]:
    """Return the delays of a day, which every page of looks announces in general; one query."""
    rules = [
        Rule(procedure, "", spell.value, spell.basis, True)
        for procedure in newest().values()
        if (course := by_rule(procedure))
        for spell in course.spells
    ]
    found = Parameter.objects.filter(covers(on), slug__startswith=PREFIX).select_related("institution")
    for each in found.order_by("slug", "institution"):
        procedure = newest().get(each.slug.removeprefix(PREFIX))
        if procedure is not None:
            rules.append(Rule(procedure, each.institution.name, each.value, each.basis, False))
    return rules


def by_rule(procedure: type[Procedure]) -> Course | None:
    """Return the delay towards whom a case is about: a list of looks would betray a case that is kept from them.

    It is a reading of the paragraphs that exclude the person (ADR 0011); no parameter can shorten it.
    """
    bases = [each.basis for each in procedure.exclusions.values()]
    return Course([Spell(None, None, CASE_CLOSED, join(*bases))]) if bases else None
