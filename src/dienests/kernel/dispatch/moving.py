"""Moving a dispatch from state to state: each step once, with its event in the stream of the letter."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.letters.letter import STREAM
from dienests.kernel.log.entry import SYSTEM
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import ActorRef, Stream, append


class DispatchRefused(ValueError):
    """A step that cannot be done; one sentence says why and what to do."""


@transaction.atomic
def sent(
    *, dispatch: Dispatch, at: datetime, by: ActorRef = SYSTEM, how: dict[str, Any] | None = None
) -> Dispatch:  # fmt: skip
    """Note that a letter has left as it is known here.

    Raises DispatchRefused when it has left already, goes another way since, or has no way.
    """
    row = _unmoved(dispatch, State.WAITING)
    if not row.way:
        raise DispatchRefused(_("Choose first how the letter goes."))
    return _left(row, at, by, how or {})


@transaction.atomic
def taken(*, dispatch: Dispatch, at: datetime) -> Dispatch:
    """Note that a carrier took a letter as it was handed over, whatever was chosen meanwhile: nothing calls it back.

    One that still waits goes no other way any more; of one that went another way too the log tells both. Raises
    DispatchRefused where it has moved on by the way on which it was handed over: an answer of the carrier came first.
    """
    row = locked(dispatch.pk, *State.values)
    if _goes_as(row, dispatch):
        return sent(dispatch=row, at=at)
    chosen = row.way
    if row.state != State.WAITING:
        _event(row, "dispatched", at, SYSTEM, {"way": dispatch.way, "besides": chosen}, state=row.state)
        return row
    # Without a way the case was erased, and with it the address.
    row.way, row.address, row.batch = dispatch.way, dispatch.address if chosen else "", None
    row.mandate = dispatch.mandate
    return _left(row, at, SYSTEM, {"instead_of": chosen})


@transaction.atomic
def delivered(
    *, dispatch: Dispatch, at: datetime, by: ActorRef = SYSTEM, received_by: str = "", how: dict[str, Any] | None = None
) -> Dispatch:  # fmt: skip
    """Note the proof that a letter reached its addressee; raises DispatchRefused when it was not on its way."""
    row = locked(dispatch.pk, State.SENT)
    if row.sent_at is not None and at < row.sent_at:
        raise DispatchRefused(_("A letter cannot arrive before it was sent: check the day."))
    _event(row, "delivered", at, by, {"way": row.way, **(how or {})})
    row.state, row.delivered_at, row.received_by = State.DELIVERED, at, received_by
    row.save()
    return row


@transaction.atomic
def returned(*, dispatch: Dispatch, reason: str, at: datetime, by: ActorRef = SYSTEM) -> Dispatch:
    """Note that a letter came back or was refused, and open a dispatch without a way: a task for the office.

    Raises DispatchRefused when it came back already, reached its addressee, or goes another way since.
    """
    row = _unmoved(dispatch, State.WAITING, State.SENT)
    words = " ".join(reason.split())[:300]
    if not words:
        raise DispatchRefused(_("Write why the letter came back, as it stands on the envelope or in the answer."))
    _event(row, "returned", at, by, {"way": row.way, "reason": words})
    row.state, row.returned_at, row.reason = State.RETURNED, at, words
    row.save()
    return Dispatch.objects.create(letter=row.letter, office=row.office, opened_at=at, not_before=at)


def locked(pk: UUID, *states: str) -> Dispatch:
    """Return a dispatch, locked, that stands in one of the states; raises DispatchRefused when it no longer does."""
    row = Dispatch.objects.select_for_update().select_related("letter").get(pk=pk)
    if row.state not in states:
        raise _overtaken()
    return row


def _unmoved(known: Dispatch, *states: str) -> Dispatch:
    """Return a dispatch like `locked`, if it still goes as it is known here."""
    row = locked(known.pk, *states)
    if not _goes_as(row, known):
        raise _overtaken()
    return row


def _goes_as(row: Dispatch, known: Dispatch) -> bool:
    return (row.way, row.address, row.batch_id) == (known.way, known.address, known.batch_id)


def _overtaken() -> DispatchRefused:
    return DispatchRefused(_("Somebody was quicker: this letter has moved on. Load the page again."))


def _left(row: Dispatch, at: datetime, by: ActorRef, how: dict[str, Any]) -> Dispatch:
    event = _event(row, "dispatched", at, by, {"way": row.way, **how}, state=State.SENT)
    row.state, row.sent_at, row.event, row.failure = State.SENT, at, event.pk, ""
    row.mandate = by.mandate or row.mandate
    row.save()
    return row


def _event(
    row: Dispatch, act: str, at: datetime, by: ActorRef, payload: dict[str, Any], *, state: str = ""
) -> Event:  # fmt: skip
    return append(
        stream=Stream(STREAM, row.letter.uid), act=act, at=at, actor=by, from_state=row.state,
        to_state=state or act,
        payload={"dispatch": row.pk, "number": row.letter.number, **payload},
    )  # fmt: skip
