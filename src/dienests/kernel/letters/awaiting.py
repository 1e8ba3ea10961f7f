"""What is awaited of a person in drafts of letters: words, agreement, an answer to an objection, approval."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.statements import columns
from dienests.kernel.letters.agreeing import is_open
from dienests.kernel.letters.amendment import Amendment
from dienests.kernel.letters.amendment import State as Proposal
from dienests.kernel.letters.draft import OPEN, Draft, State
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.opinion import Opinion, Verdict
from dienests.kernel.letters.parts import Part, Place, opinion_of, parts
from dienests.kernel.letters.proposals import to_decide
from dienests.kernel.procedures.items import Label

MOST = 100


@dataclass(frozen=True, slots=True)
class Awaited:
    """One draft, and what this person is to do with it; nothing while it waits for somebody else."""

    place: Place
    todo: Label


def taking_part(actor: Actor, *, at: datetime) -> tuple[list[Awaited], list[Awaited]]:
    """Return the open drafts in which this person has a part: those that wait for the person, and those for others.

    The hundred oldest of each. One query where no draft is open. Where some are, one more tells whom the cases exclude
    for each kind of record, and one tells the opinions; all are read, a hundred at a time, so that what waits for
    others hides nothing.
    """
    institutions = {held.institution for held in actor.offices}
    mine: list[Awaited] = []
    others: list[Awaited] = []
    last: Draft | None = None
    while drafts := _open(institutions, last):
        for each in _with_part(actor, drafts, at):
            (mine if each.todo else others).append(each)
        if len(drafts) < MOST or len(mine) >= MOST:
            break
        last = drafts[-1]
    return mine[:MOST], others[:MOST]


def _with_part(actor: Actor, drafts: Sequence[Draft], at: datetime) -> Iterator[Awaited]:
    said = _said([draft.id for draft in drafts])
    excluded = exclusion.people_of([draft.case for draft in drafts])
    for draft in drafts:
        place, opinions = Place.of(draft), [each for each in said.get(draft.id, ()) if each.text == draft.text]
        mine = parts(actor, place, opinions, at=at, excluded=excluded[draft.case_id])
        if mine:
            yield Awaited(place, _todo(actor, place, opinions, mine))


def concerning(actor: Actor, *, at: datetime) -> int:
    """Return how many open drafts the actor's offices draft, agree to or approve, or the actor owns, with proposals.

    It tells a desk whether to look; what exactly waits for whom is told by `taking_part` and `to_decide`. One
    statement, unless proposals are open. What a case that is about the person holds is not counted: the number would
    betray it.
    """
    drafts, proposed = _counted(actor) if actor.offices else (0, False)
    return drafts + (len(to_decide(actor, at=at)) if proposed else 0)


def _counted(actor: Actor) -> tuple[int, bool]:
    """Return how many drafts concern the actor, and whether any proposal is open in the actor's institutions."""
    not_about, barred = exclusion.not_about(actor)
    drafts, opinions = columns(Draft), columns(Opinion).table
    slugs = sorted({held.slug for held in actor.offices})
    places = sorted({held.institution for held in actor.offices})
    mine, here, states = (", ".join(["%s"] * len(each)) for each in (slugs, places, OPEN))
    # "+ 0": an index of the institution is never the way to the few that are open, all its cases stand in it.
    proposal = (
        f"SELECT 1 FROM {columns(Amendment).table} a INNER JOIN {columns(Letter).table} l ON l.id = a.letter_id "
        f"WHERE a.state = %s AND l.institution_id + 0 IN ({here})"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*), EXISTS ({proposal}) FROM {drafts.table} d "
            f"INNER JOIN {columns(Case).table} c ON c.id = d.case_id "
            f"WHERE d.state IN ({states}) AND c.institution_id + 0 IN ({here}) "
            f"AND (d.owner_id = %s OR d.office IN ({mine}) OR d.approver_office IN ({mine}) "
            f"OR EXISTS (SELECT 1 FROM {opinions} o WHERE o.draft_id = d.id AND o.text = d.text "
            f"AND o.office IN ({mine}))){not_about}",
            [Proposal.PROPOSED, *places, *OPEN, *places, drafts.value("owner_id", actor.person), *slugs * 3, *barred],
        )
        count, proposed = cursor.fetchone()
    return int(count), bool(proposed)


def _open(institutions: Collection[int], last: Draft | None) -> list[Draft]:
    """Return the next open drafts of institutions with their cases, by one fixed statement: every desk asks."""
    if not institutions:
        return []
    drafts, cases = columns(Draft), columns(Case)
    after = "AND (d.opened_at, d.id) > (%s, %s)" if last else ""
    passed = [drafts.value("opened_at", last.opened_at), drafts.value("id", last.id)] if last else []
    places, states = (", ".join(["%s"] * len(each)) for each in (institutions, OPEN))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {drafts.listed('d')}, {cases.listed('c')} FROM {drafts.table} d "
            f"INNER JOIN {cases.table} c ON c.id = d.case_id WHERE d.state IN ({states}) "
            f"AND c.institution_id + 0 IN ({places}) {after} ORDER BY d.opened_at, d.id LIMIT {MOST}",
            [*OPEN, *institutions, *passed],
        )
        rows = cursor.fetchall()
    found = []
    for row in rows:
        draft: Draft = drafts.read(row[: len(drafts.names)])
        draft.case = cases.read(row[len(drafts.names) :])
        found.append(draft)
    return found


def _said(drafts: Sequence[UUID]) -> dict[UUID, list[Opinion]]:
    """Return the opinions on drafts; one query, none where no draft is open."""
    said: dict[UUID, list[Opinion]] = {}
    with connection.cursor() as cursor:
        for each in columns(Opinion).among(cursor, drafts, by="draft_id") if drafts else ():
            said.setdefault(each.draft_id, []).append(each)
    return said


def _todo(actor: Actor, place: Place, opinions: list[Opinion], mine: Collection[Part]) -> Label:
    draft = place.draft
    if draft.state == State.DRAFTING and Part.WRITE in mine:
        return _("write the draft")
    if draft.state == State.APPROVING and Part.APPROVE in mine and (draft.alone or actor.person != draft.owner_id):
        return _("approve the letter")
    if draft.state == State.AGREEING and Part.AGREE in mine and opinion_of(actor, place, opinions):
        return _("agree or object")
    own = (each for each in opinions if each.verdict == Verdict.OBJECTED)
    if draft.state == State.AGREEING and Part.OWN in mine and any(is_open(each) for each in own):
        return _("settle an objection")
    return ""
