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
    """Note that a letter has left; raises DispatchRefused when it has left already or has no way."""
    row = locked(dispatch.pk, State.WAITING)
    if not row.way:
        raise DispatchRefused(_("Choose first how the letter goes."))
    event = _event(row, "dispatched", at, by, {"way": row.way, **(how or {})})
    row.state, row.sent_at, row.event, row.failure = State.SENT, at, event.pk, ""
    row.mandate = by.mandate or row.mandate
    row.save()
    return row


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

    Raises DispatchRefused when it came back already, or reached its addressee.
    """
    row = locked(dispatch.pk, State.WAITING, State.SENT)
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
        raise DispatchRefused(_("Somebody was quicker: this letter has moved on. Load the page again."))
    return row


def _event(row: Dispatch, act: str, at: datetime, by: ActorRef, payload: dict[str, Any]) -> Event:
    return append(
        stream=Stream(STREAM, row.letter.uid), act=act, at=at, actor=by, from_state=row.state,
        to_state={"dispatched": "sent"}.get(act, act),
        payload={"dispatch": row.pk, "number": row.letter.number, **payload},
    )  # fmt: skip
