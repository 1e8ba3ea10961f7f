"""Correcting or revoking a sealed letter: one official proposes, another one approves, a new letter goes out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.letters.amended import check, issue_amending
from dienests.kernel.letters.amenders import Amender, amender, one_person
from dienests.kernel.letters.amendment import Amendment, Kind, State
from dienests.kernel.letters.held_draft import told
from dienests.kernel.letters.letter import STREAM, Letter
from dienests.kernel.letters.letter import State as Standing
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import Stream, append
from dienests.kernel.procedures.refusals import Refusal

LONGEST, LONGEST_BASIS = 20_000, 300


@transaction.atomic
def propose(*, letter: Letter, kind: str, words: str, basis: str, actor: Actor, at: datetime) -> Amendment:
    """Propose to correct or revoke a sealed letter; raises Refusal, also for words that cannot be printed."""
    row, part = _locked(letter.pk), _part(actor, letter, at)
    if row.state != Standing.SEALED:
        raise Refusal(_("Only a sealed letter is corrected or revoked; this one is not sealed yet."), kind="stage")
    if Amendment.objects.filter(letter=row, state=State.PROPOSED).exists():
        raise Refusal(_("A proposal about this letter waits already: decide on it first."), kind="stage")
    if _is_revoked(row):
        raise Refusal(_("The letter was revoked already."), kind="stage")
    lacking = {
        name: sentence
        for name, value, sentence in (
            ("words", words, _("Write what the letter is to say.")),
            ("basis", basis, _("Name the norm or order that this rests on.")),
        )
        if not value.strip()
    }
    if lacking or kind not in Kind.values:
        raise Refusal(_("Something is missing."), kind="fields", fields=lacking)
    words, basis = words.strip()[:LONGEST], basis.strip()[:LONGEST_BASIS]
    hashed, salt = told((words, basis))
    made = Amendment(
        letter=row, kind=kind, words=words, basis=basis, salt=salt, proposed_at=at,
        proposed_by_id=actor.person, proposed_mandate=part.mandate, alone=one_person(row.case.institution_id, at),
    )  # fmt: skip
    check(made, mandate=part.mandate, at=at)
    made.save(force_insert=True)
    _log(made, "amendment-proposed", part.mandate, at, {"kind": kind, "words": hashed})
    return made


@transaction.atomic
def approve(*, amendment: UUID, actor: Actor, at: datetime) -> Letter:
    """Approve a proposal: the letter that corrects or revokes gets its number; it is sealed and sent like any other.

    Of two who approve at once the second one is told. Raises Refusal.
    """
    row, part = _open(amendment, actor, at)
    if not part.approves:
        raise Refusal(_("Who approves such letters is another office."), kind="right")
    if actor.person == row.proposed_by_id and not row.alone:
        raise Refusal(_("Whoever proposes this does not approve it: somebody else does."), kind="right")
    check(row, mandate=part.mandate, at=at)  # the font, or the one who signs, may be another than at the proposal
    event = _log(row, {"corrects": "corrected", "revokes": "revoked"}[row.kind], part.mandate, at, {"kind": row.kind})
    row.made = issue_amending(row, event=event.pk, mandate=part.mandate, at=at)
    row.state, row.decided_by_id, row.decided_at = State.APPROVED, actor.person, at
    row.save()
    return row.made


@transaction.atomic
def drop(*, amendment: UUID, actor: Actor, at: datetime) -> Amendment:
    """Drop a proposal; whoever may propose or approve may drop. Raises Refusal."""
    row, part = _open(amendment, actor, at)
    _log(row, "amendment-dropped", part.mandate, at, {"kind": row.kind})
    row.state, row.decided_by_id, row.decided_at = State.DROPPED, actor.person, at
    row.save()
    return row


def _is_revoked(letter: Letter) -> bool:
    """Say whether a letter is revoked today: a revocation that was revoked itself counts no more."""
    return any(not _is_revoked(each) for each in Letter.objects.filter(revokes=letter))


def _open(amendment: UUID, actor: Actor, at: datetime) -> tuple[Amendment, Amender]:
    found = Amendment.objects.filter(pk=amendment).first()
    if found is None:
        raise Refusal(_("There is no such proposal, or you have no part in it."), kind="absent")
    letter = _locked(found.letter_id)
    part = _part(actor, letter, at)
    row = Amendment.objects.select_for_update().get(pk=amendment)
    row.letter = letter
    if row.state != State.PROPOSED:
        raise Refusal(_("This was decided already: load the page again."), kind="stage")
    return row, part


def _locked(pk: int) -> Letter:
    related = "case__institution", "institution", "participant__person"
    return Letter.objects.select_for_update(of=("self",)).select_related(*related).get(pk=pk)


def _part(actor: Actor, letter: Letter, at: datetime) -> Amender:
    part = amender(actor, letter, at=at)
    if part is None:
        raise Refusal(_("There is no such proposal, or you have no part in it."), kind="absent")
    return part


def _log(row: Amendment, act: str, mandate: UUID, at: datetime, payload: dict[str, object]) -> Event:
    return append(
        stream=Stream(STREAM, row.letter.uid), act=act, at=at, actor=ActorRef(mandate=mandate),
        payload={"number": row.letter.number, "amendment": row.pk, **payload},
    )  # fmt: skip
