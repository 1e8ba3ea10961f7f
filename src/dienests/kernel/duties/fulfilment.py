"""Fulfilling a duty: only by the office that owes it, only once, and only with the evidence that is declared."""

import re
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.duties.declaration import Duty
from dienests.kernel.duties.evidence import Kind
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import ActorRef, append
from dienests.kernel.parties.offices import HeldOffice

__all__ = ["DutyRefusal", "fulfil", "fulfil_by_act", "owes"]

LINK = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
LONGEST = 500


class DutyRefusal(ValueError):
    """A duty was not fulfilled; the message is one sentence that says what to do."""


def owes(actor: Actor, duty: Duty, institution: int) -> HeldOffice | None:
    """Return the office under which a person fulfils a duty: its own, or that of the stand-in while it is absent."""
    return actor.serves(duty.office, institution, stand_in=duty.stand_in)


@transaction.atomic
def fulfil(*, occurrence: Occurrence, kind: str, words: str, actor: Actor, at: datetime) -> Occurrence:
    """Fulfil an occurrence with a link or a statement; raises DutyRefusal with a sentence."""
    duty, words = occurrence.declared, " ".join(words.split())
    if duty is None:
        raise DutyRefusal(_("This duty is declared no more, so nothing can fulfil it."))
    held = owes(actor, duty, occurrence.institution_id)
    if held is None:
        raise DutyRefusal(_("Only the office that owes this duty says that it was done; ask its holder."))
    _check_words(duty, kind, words)
    return _done(occurrence, on=local_date(at), by=ActorRef(mandate=held.mandate), at=at, kind=kind, words=words)


@transaction.atomic
def fulfil_by_act(*, occurrence: Occurrence, event: Event, at: datetime) -> Occurrence:
    """Fulfil an occurrence by an act of a case; whoever acted there has done the duty."""
    by = ActorRef(mandate=event.mandate)
    return _done(occurrence, on=local_date(event.at), by=by, at=at, kind=Kind.ACT, event=event)


def _check_words(duty: Duty, kind: str, words: str) -> None:
    if kind not in duty.kinds or kind == Kind.ACT:
        raise DutyRefusal(_("This duty is not proved that way; choose one of the kinds of evidence offered."))
    if kind == Kind.REFERENCE and not LINK.fullmatch(words):
        raise DutyRefusal(_("That is no link: give the address of the document, which begins with https://."))
    if kind == Kind.STATEMENT and not any(sign.isdigit() for sign in words):
        raise DutyRefusal(_("The number of the document is missing: say what was done and name the document."))
    if len(words) > LONGEST:
        raise DutyRefusal(_("That is too long: say it in %(most)s signs.") % {"most": LONGEST})


def _done(
    occurrence: Occurrence, *, on: date, by: ActorRef, at: datetime, kind: str, words: str = "",
    event: Event | None = None,
) -> Occurrence:  # fmt: skip
    if on < occurrence.begins:
        raise DutyRefusal(_("The period of this duty has not begun yet; come back when it has."))
    # The condition decides between two who fulfil at the same moment: one of them changes the row.
    changes: dict[str, Any] = {"done_on": on, "done_by": by.mandate, "evidence": kind, "words": words, "event": event}
    if not Occurrence.objects.filter(pk=occurrence.pk, done_on__isnull=True).update(**changes):
        raise DutyRefusal(_("This duty has been fulfilled already; look at its evidence."))
    duty = occurrence.declared
    append(
        stream=occurrence.stream, act="fulfilled", at=at, actor=by, basis=str(duty.basis) if duty else "",
        payload={"duty": occurrence.duty, "done_on": on, "evidence": kind, "words": words,
                 "event": str(event.pk) if event else None},
    )  # fmt: skip
    occurrence.refresh_from_db()
    return occurrence
