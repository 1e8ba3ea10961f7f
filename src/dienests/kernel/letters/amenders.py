"""Who may correct or revoke a letter: the office that drafts it proposes, the one that approved such letters approves.

Interpretation: where no office approves such letters, the one that leads the institution does, or another holder of the
drafting office. Whom the case excludes has no part, whatever the office.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import exclusion
from dienests.kernel.letters.approval import ALONE, YES, approval, slugs_of, values_of
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


@dataclass(frozen=True, slots=True)
class Around:
    """What decides on parts beside offices: whom the case excludes, what the institution set, who leads it (slugs)."""

    excluded: frozenset[UUID]
    values: Mapping[str, str]
    leading: tuple[str, ...]


def amender(actor: Actor, letter: Letter, *, at: datetime, around: Around | None = None) -> Amender | None:
    """Return what part a person has; None for one who has none. `around` is known where many letters are asked for."""
    case, around = letter.case, around or around_of([letter], at=at)[letter.pk]
    if actor.person in around.excluded:
        return None
    procedure = find(case.procedure, case.version)
    declared = letter_of(procedure, letter.slug)
    wanted = approval(procedure, declared, case, at=at, values=around.values)
    drafting = declared.drafted_by.office
    approving = [wanted.office] if wanted else [*around.leading, drafting]
    for office in (*approving, drafting):
        held = actor.holds(office, case.institution_id, case.unit_id) if office else None
        if held is not None:
            return Amender(held.mandate, approves=office in approving)
    return None


def around_of(letters: Sequence[Letter], *, at: datetime) -> dict[int, Around]:
    """Return what decides beside offices, by letter; two queries, and one for each kind of record that names people."""
    excluded = exclusion.people_of([letter.case for letter in letters])
    places, slugs = {letter.case.institution_id for letter in letters}, set[str]()
    for letter in letters:
        procedure = find(letter.case.procedure, letter.case.version)
        slugs.update(slugs_of(procedure, letter_of(procedure, letter.slug)))
    values, leading = values_of(places, slugs, at=at), _leading(places)
    return {
        letter.pk: Around(
            excluded[letter.case_id], values[letter.case.institution_id], leading[letter.case.institution_id]
        )
        for letter in letters
    }


def one_person(institution: int, at: datetime) -> bool:
    """Say whether the by-laws of an institution let one person propose and approve."""
    return value_on(institution, ALONE, local_date(at)) == YES


def _leading(institutions: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = dict.fromkeys(institutions, ())
    heads = Office.objects.filter(institution__in=institutions, leads=True, unit__isnull=True).order_by("pk")
    for institution, slug in heads.values_list("institution", "slug"):
        found[institution] += (slug,)
    return found
