"""Who may correct or revoke a letter: the office that drafts it proposes, the one that approved such letters approves.

Interpretation: where no office approves such letters, the one that leads the institution does, or another holder of the
drafting office. Whom the case excludes has no part, whatever the office.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import exclusion
from dienests.kernel.letters.approval import ALONE, YES, approval
from dienests.kernel.letters.letter import Letter
from dienests.kernel.norms.parameters import value_on
from dienests.kernel.parties.office import Office
from dienests.kernel.procedures.earlier import letter_of
from dienests.kernel.procedures.registry import find


@dataclass(frozen=True, slots=True)
class Amender:
    """A person with a part in amending a letter: under which mandate, and whether as one who may approve."""

    mandate: UUID
    approves: bool


def amender(actor: Actor, letter: Letter, *, at: datetime) -> Amender | None:
    """Return what part a person has; None for one who has none."""
    case = letter.case
    procedure = find(case.procedure, case.version)
    if actor.person in exclusion.people(procedure, case):
        return None
    declared = letter_of(procedure, letter.slug)
    wanted = approval(procedure, declared, case, at=at)
    drafting = declared.drafted_by.office
    approving = [wanted.office] if wanted else [*_leading(case.institution_id), drafting]
    for office in (*approving, drafting):
        held = actor.holds(office, case.institution_id, case.unit_id) if office else None
        if held is not None:
            return Amender(held.mandate, approves=office in approving)
    return None


def one_person(institution: int, at: datetime) -> bool:
    """Say whether the by-laws of an institution let one person propose and approve."""
    return value_on(institution, ALONE, local_date(at)) == YES


def _leading(institution: int) -> list[str]:
    return list(
        Office.objects.filter(institution=institution, leads=True, unit__isnull=True).values_list("slug", flat=True)
    )
