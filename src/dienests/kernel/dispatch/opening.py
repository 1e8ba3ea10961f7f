"""A letter that lies on this site reaches its addressee when the addressee opens it."""

from datetime import datetime
from uuid import UUID

from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused, delivered
from dienests.kernel.dispatch.way import Way
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.streams import ActorRef


def opened(*, letter: Letter, person: UUID, at: datetime) -> None:
    """Note the first opening by the addressee; whoever else opens the letter changes nothing."""
    if letter.participant is None or letter.participant.person_id != person:
        return
    row = Dispatch.objects.filter(letter=letter, way=Way.SITE, state=State.SENT).first()
    if row is None:
        return
    try:
        delivered(dispatch=row, at=at, by=ActorRef(participant=letter.participant.pk))
    except DispatchRefused:  # opened twice at once
        return


def way_of(letter: Letter) -> Dispatch | None:
    """Return the dispatch of a letter that counts: the one that has not come back; None before there is any."""
    return (
        Dispatch.objects.filter(letter=letter).exclude(state=State.RETURNED).select_related("batch", "letter").first()
    )
