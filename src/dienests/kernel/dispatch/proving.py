"""Proofs of delivery that an official saw, such as the slip of the post: what counts is the day that stands in them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dienests.kernel.calendar.zone import local_date, noon_of
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused, delivered, locked
from dienests.kernel.dispatch.way import WITH_PROOF
from dienests.kernel.log.streams import ActorRef


@transaction.atomic
def proven(*, dispatch: Dispatch, on: date, by: ActorRef, at: datetime) -> Dispatch:
    """Note that a letter reached its addressee on a day; raises DispatchRefused for another day or way.

    Of a day that is over any moment would do, terms are counted in days: it is noon, or the sending if that was later.
    """
    row = locked(dispatch.pk, State.SENT)
    if row.way not in WITH_PROOF or row.sent_at is None:
        raise DispatchRefused(
            _("No proof of delivery is noted by hand for this way: only for post and the official electronic address.")
        )
    if not local_date(row.sent_at) <= on <= local_date(at):
        raise DispatchRefused(_("The day lies between the day on which the letter was sent and today."))
    moment = at if on == local_date(at) else max(noon_of(on), row.sent_at)
    return delivered(dispatch=row, at=moment, by=by, how={"proof": "seen by the office"})
