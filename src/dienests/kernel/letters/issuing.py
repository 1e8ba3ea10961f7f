"""Issuing: an approved letter gets its number and its words, once per act and addressee, in one transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.letters import register
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.letter import STREAM, Letter, State
from dienests.kernel.letters.rendering import Words, rendered
from dienests.kernel.log.canonical import new_salt
from dienests.kernel.log.entry import SYSTEM
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.procedures.letters import Letter as Declared
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.typeset import pictures


@dataclass(frozen=True, slots=True)
class Decision:
    """What a letter tells of: the event of an act, who signs it (a mandate), and the draft that was approved."""

    event: Event
    mandate: UUID | None
    draft: Draft | None = None


@transaction.atomic
def issue(
    *, case: Case, procedure: type[Procedure], letter: Declared, decision: Decision, at: datetime
) -> list[Letter]:  # fmt: skip
    """Number and keep the letters of an act, one for each addressee who has none yet.

    Raises MissingValue, or TypesettingFailed for what cannot be printed: no number is given to what nobody can seal.

    Where nobody in the role has an account, one goes to whom the record names (`named`). The letter is written in the
    language of its draft, else in that of the institution.
    """
    event = decision.event
    done = set(Letter.objects.filter(event=event.pk, slug=letter.name).values_list("participant", flat=True))
    taking_part = list(case.participants.filter(role=letter.to.name).select_related("person"))
    named_only = [None] if letter.to.named and not taking_part else []
    return [
        _one(case, procedure, letter, decision, addressee, at)
        for addressee in (*taking_part, *named_only)
        if (addressee and addressee.pk) not in done
    ]


def _one(
    case: Case, procedure: type[Procedure], letter: Declared, decision: Decision, to: Participant | None, at: datetime
) -> Letter:  # fmt: skip
    draft, event = decision.draft, decision.event
    language = draft.language if draft else settings.LANGUAGE_CODE
    with override(language):
        made = Letter(
            event=event.pk, case=case, participant=to, institution_id=case.institution_id, draft=draft,
            slug=letter.name, state=State.APPROVED, sent_at=at, language=language, title=_title(letter),
            addressee=addressed(procedure, letter, case, to), signatory=signatory(decision.mandate, letter),
        )  # fmt: skip
    register.numbered(made, on=local_date(at))
    words = Words(at, language, made.number, made.addressee, made.signatory.partition("\n")[0], {})
    made.html = rendered(procedure, letter, case, procedure.actions.get(event.act), words)
    pictures.check("\n".join((made.title, made.addressee, made.signatory, made.html)))
    keep(made, basis=str(letter.basis), mandate=decision.mandate, at=at)
    return made


@transaction.atomic
def keep(made: Letter, *, basis: str, mandate: UUID | None, at: datetime) -> None:
    """Write down a letter that has its number and words, with its event; the log holds a salted hash of the words."""
    made.salt = new_salt().hex()
    made.save(force_insert=True)
    append(
        stream=Stream(STREAM, made.uid), act="approved", at=at, basis=basis, to_state=State.APPROVED,
        actor=ActorRef(mandate=mandate) if mandate else SYSTEM,
        payload={
            "number": made.number, "case": made.case_id, "letter": made.slug, "event": made.event,
            "html": hashlib.sha256(bytes.fromhex(made.salt) + made.html.encode()).hexdigest(),
        },
    )  # fmt: skip


def addressed(procedure: type[Procedure], letter: Declared, case: Case, to: Participant | None) -> str:
    """Return whom the letter names: the person, or the role alone where the drafting office may not know who it is."""
    role = letter.to
    if role.named:
        named = getattr(procedure.record.objects.get(pk=case.pk), role.named) or (to and to.person and to.person.name)
    else:
        may_know = role.identity is None or role.identity in letter.drafted_by.reads
        named = to.person.name if may_know and to and to.person else ""
    return str(named or _capitalised(str(role.label)))


def signatory(mandate: UUID | None, letter: Declared) -> str:
    """Return who signs: title of the office and name in two lines; the drafting role where no official acted."""
    held = Mandate.objects.select_related("office", "person").filter(pk=mandate).first() if mandate else None
    if held is None:
        return _capitalised(str(letter.drafted_by.label))
    return f"{_capitalised(held.office.title)}\n{held.person.name}"


def _title(letter: Declared) -> str:
    return _capitalised(str(letter.label))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
