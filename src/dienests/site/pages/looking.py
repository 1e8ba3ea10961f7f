"""Looking: what a page is about to show of other people's data is recorded before it is drawn; else it is not drawn."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.reads import Read, Through, listed, looked
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.reading import Reason
from dienests.kernel.cases.relations import opened_as
from dienests.kernel.dispatch.work_list import Place
from dienests.kernel.letters.letter import Letter
from dienests.kernel.procedures.earlier import letter_of
from dienests.kernel.procedures.fields import PersonLink
from dienests.kernel.procedures.registry import find
from dienests.site.pages.case_view import CaseView

# Kinds of data that no procedure declares, and the purpose of a list.
NAME, LETTER, LIST, SENDING = "name", "letter", "list", "sending"
# A search for people, and an auditor's look at what officials looked at: both without a case.
SEARCH, AUDIT, LOOKS = "people-search", "audit", "looks"
OPERATOR = "operator"  # the purpose of a look from the command line
IMPORTED = "imported-case"  # purpose and kind of data of cases that other institutions handed over


def at_case(view: CaseView, *, page: str = "case", through: Through | None = None) -> int:
    """Record what a page of the case shows, and return of how many persons; raises NotRecorded."""
    purpose, mandate = capacity(view.actor, view.why)
    reads = [Read(person, view.case.pk, kinds, purpose, mandate) for person, kinds in _people(view)]
    return looked(actor=view.actor, reads=reads, at=view.at, page=page, through=through)


def at_letter(
    actor: Actor, case: Case, letter: Letter, *, at: datetime, page: str = "letter", through: Through | None = None
) -> int:
    """Record that a letter is shown to somebody else than its addressee; raises NotRecorded."""
    addressee = letter.participant.person_id if letter.participant else None
    if addressee is None:
        return 0
    role = letter_of(find(case.procedure, case.version), letter.slug).drafted_by
    held = actor.holds(role.office, case.institution_id, case.unit_id) if role.office else None
    read = Read(addressee, case.pk, (LETTER,), role.name, held.mandate if held else None)
    return looked(actor=actor, reads=[read], at=at, page=page, through=through)


def at_dispatches(actor: Actor, places: Iterable[Place], *, at: datetime, page: str = SENDING) -> int:
    """Record that the office which sends letters looks at whom they go to and where; raises NotRecorded."""
    reads = [
        Read(each.dispatch.letter.participant.person_id, each.dispatch.letter.case_id, (LETTER,), SENDING,
             each.held.mandate)
        for each in places
        if each.dispatch.letter.participant and each.dispatch.letter.participant.person_id
    ]  # fmt: skip
    return looked(actor=actor, reads=reads, at=at, page=page)


def at_list(
    actor: Actor, shown: Iterable[tuple[Case, UUID | None]], *, kind: str, at: datetime, page: str = "desk"
) -> int:
    """Record a column of a list that names a person of each case; `kind` is the slug of its category.

    Raises NotRecorded.
    """
    places: dict[tuple[str, int, int | None], list[tuple[UUID, UUID]]] = {}
    for case, person in shown:
        if person is not None:
            places.setdefault((case.turn, case.institution_id, case.unit_id), []).append((person, case.id))
    under: dict[UUID | None, list[tuple[UUID, UUID]]] = {}
    for place, pairs in places.items():
        under.setdefault(_under(actor, *place), []).extend(pairs)
    return listed(actor=actor, shown=under.items(), purpose=LIST, kind=kind, at=at, page=page)


def _people(view: CaseView) -> Iterator[tuple[UUID, set[str]]]:
    """Yield whose data the page shows: who opened the case, and whom a readable field names; with all kinds shown."""
    fields = [field for field in view.record._meta.concrete_fields if _is_shown(view, field)]
    kinds = {field.datum.category.slug for field in fields if field.datum.category}
    opener = None if view.entered else view.case.opener_id  # for whom an official entered it is known by name alone
    if opener is not None:
        own = kinds | _identity(view) | view.kinds_said
        if own:
            yield opener, own
    for field in fields:
        if isinstance(field, PersonLink):
            named = set() if field.datum.category else {NAME}
            yield getattr(view.record, field.attname), kinds | named


def _is_shown(view: CaseView, field: Any) -> bool:
    return field.name in view.readable and getattr(view.record, field.attname) not in (None, "")


def _identity(view: CaseView) -> set[str]:
    """Return the kind of the opener's name where the page tells it."""
    if not view.knows_opener:
        return set()
    role = opened_as(view.procedure, view.case)
    return {role.identity.slug} if role and role.identity else {NAME}


def capacity(actor: Actor, reasons: list[Reason]) -> tuple[str, UUID | None]:
    """Return the role in which the reader sees the case and the mandate behind it; an office before an own part."""
    official = next((each for each in reasons if not each.own), None)
    if official is None:
        return (reasons[0].role.name if reasons else "-"), None
    held = (each for each in actor.offices if (each.title, each.valid_from) == (official.office, official.since))
    return official.role.name, next((each.mandate for each in held), None)


def _under(actor: Actor, turn: str, institution: int, unit: int | None) -> UUID | None:
    """Return the mandate under which a case stands in the reader's list: that whose turn it is, else of its place."""
    places = (held for held in actor.offices if held.covers(institution, unit))
    held = (actor.holds(turn, institution, unit) if turn else None) or next(places, None)
    return held.mandate if held else None
