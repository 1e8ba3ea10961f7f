"""Saying something in a case: an internal note, a message to the other side, more to what was sent."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.files.storing import Prepared
from dienests.kernel.handling import attaching, telling
from dienests.kernel.handling.attaching import Sent
from dienests.kernel.handling.held import Done, Held, held
from dienests.kernel.handling.posting import Posting
from dienests.kernel.handling.readers import MESSAGE, NOTE, STATEMENT, kinds_read, roles_reading
from dienests.kernel.log.canonical import commitment, new_salt
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.procedures.fields import keepable
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal

LONGEST = 20_000


def add_note(
    *, case: UUID, actor: Actor, at: datetime, text: str, submission: UUID, file: Sent | None = None
) -> None:  # fmt: skip
    """Keep an internal note, in an open or a closed case; the opener never reads it.

    Raises Refusal for whoever does not see the case by office.
    """
    words, came = checked(text), attaching.prepared(file)
    try:
        with held(case=case, act="add_note", actor=actor, at=at, submission=submission) as here:
            _post(here, NOTE, words, ActorRef(mandate=here.official().mandate), came)
    except Done:
        return


def add_statement(
    *, case: UUID, actor: Actor, at: datetime, text: str, submission: UUID, file: Sent | None = None
) -> None:  # fmt: skip
    """Add to what was sent; raises Refusal for whoever did not open the case, and in a closed one."""
    words, came = checked(text), attaching.prepared(file)
    try:
        with held(case=case, act="add_statement", actor=actor, at=at, submission=submission) as here:
            here.open_only()
            _post(here, STATEMENT, words, ActorRef(participant=here.opener().pk), came)
            telling.officials(here, roles_reading(STATEMENT, here.procedure))
    except Done:
        return


def send_message(
    *, case: UUID, actor: Actor, at: datetime, text: str, submission: UUID, file: Sent | None = None
) -> None:  # fmt: skip
    """Send a message from the opener to those who handle the case, or from one of these to the opener.

    Raises Refusal in a closed case, and for an official who may not read what the opener wrote.
    """
    words, came = checked(text), attaching.prepared(file)
    try:
        with held(case=case, act="send_message", actor=actor, at=at, submission=submission) as here:
            here.open_only()
            readers = roles_reading(MESSAGE, here.procedure)
            if here.takes_part and here.case.opener_id == actor.person:
                _post(here, MESSAGE, words, ActorRef(participant=here.opener().pk), came)
                telling.officials(here, readers)
                return
            office = here.official()
            if not here.roles & readers:
                raise Refusal(_("Messages are written by those who read what was sent in the case."), kind="right")
            if all(each.person_id != here.case.opener_id for each in here.participants):
                raise Refusal(_("Nobody opened this case who could read a message."), kind="stage")
            _post(here, MESSAGE, words, ActorRef(mandate=office.mandate), came)
            telling.opener(here)
    except Done:
        return


def checked(text: str) -> str:
    """Return the text without space around it; raises Refusal for one that says nothing or cannot be kept."""
    words = text.replace("\r\n", "\n").strip()
    sentence: Label = _("Write what you have to say.") if not words else ""
    if len(words) > LONGEST:
        sentence = _("The text is longer than 20,000 characters; shorten it.")
    try:
        keepable(words)
    except ValidationError as wrong:
        sentence = wrong.messages[0]
    if sentence:
        raise Refusal(sentence, kind="fields", fields={"text": sentence})
    return words


def _post(here: Held, kind: str, text: str, by: ActorRef, file: Prepared | None) -> None:
    salt, kept = new_salt(), attaching.keep(here, file)
    told = {"text": {"sha256": commitment(salt, text).hex()}} | ({"file": {"sha256": kept.hash}} if kept else {})
    here.log(by, told)
    posting = Posting.objects.create(
        event=here.event, case=here.case, position=here.case.revision, kind=kind, at=here.at,
        mandate=by.mandate, participant=by.participant,
        text=text, salt=salt.hex(),
    )  # fmt: skip
    attaching.attach(kept, posting)


def readable(
    actor: Actor, procedure: type[Procedure], case: Case, *, roles: frozenset[str], parties: Iterable[UUID]
) -> list[Posting]:
    """Return what a person may read of what was said in a case, oldest first; one query, of own notes too.

    `roles` are those by office through which the person sees the case, `parties` are the persons who take part in it.
    """
    part = actor.person in set(parties)
    opener = part and case.opener_id == actor.person
    kinds = kinds_read(procedure, case, roles=roles, opener=opener, takes_part=part)
    own = {held.mandate for held in actor.offices} if roles and not (opener or part) else set()
    said = Posting.objects.filter(case=case).order_by("position") if kinds or own else []
    return [each for each in said if each.kind in kinds or each.mandate in own]
