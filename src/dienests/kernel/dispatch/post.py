"""Post: waiting letters are put into a batch, printed with cover sheets and a list, and carried to the post."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.dispatch.batch import PostBatch
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused, sent
from dienests.kernel.dispatch.way import BY_POST, Way
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties.institution import Institution

MOST = 200  # what one person carries, and one print takes


@transaction.atomic
def make_batch(*, institution: Institution, office: str, by: ActorRef, at: datetime) -> PostBatch:
    """Put every letter of an office that waits for the post into a new batch; raises DispatchRefused without any."""
    Institution.objects.select_for_update().get(pk=institution.pk)
    waiting = Dispatch.objects.select_for_update(of=("self",)).filter(
        letter__institution=institution, office=office, state=State.WAITING, way__in=BY_POST, batch__isnull=True
    )
    chosen = list(waiting.order_by("opened_at", "pk").values_list("pk", flat=True)[:MOST])
    if not chosen or by.mandate is None:
        raise DispatchRefused(_("No letter waits for the post."))
    year = local_date(at).year
    last = PostBatch.objects.filter(institution=institution, year=year).aggregate(last=Max("serial"))["last"] or 0
    batch = PostBatch.objects.create(
        institution=institution, office=office, year=year, serial=last + 1, made_at=at, made_by=by.mandate
    )
    Dispatch.objects.filter(pk__in=chosen).update(batch=batch)
    return batch


@transaction.atomic
def hand_to_post(
    *, batch: PostBatch, on: date, tracked: Mapping[UUID, str], by: ActorRef, at: datetime
) -> int:  # fmt: skip
    """Note that the post took a batch on a day; each letter counts as sent then. Return how many.

    `tracked` holds the numbers of registered items. Raises DispatchRefused where the post has it already, the day is
    not possible, or a registered item has no number.
    """
    row = PostBatch.objects.select_for_update().get(pk=batch.pk)
    if row.handed_on is not None:
        raise DispatchRefused(_("The post has this batch since {day}.").format(day=row.handed_on.strftime("%d.%m.%Y.")))
    if not local_date(row.made_at) <= on <= local_date(at):
        raise DispatchRefused(_("The day lies between the day on which the batch was made and today."))
    items = list(Dispatch.objects.filter(batch=row, state=State.WAITING).select_related("letter").order_by("pk"))
    if not items:
        raise DispatchRefused(_("Every letter of this batch goes another way now: nothing is left to carry."))
    for item in items:
        item.tracked_as = " ".join(tracked.get(item.pk, "").split())[:40]
        if item.way == Way.REGISTERED and not item.tracked_as:
            number = item.letter.number
            raise DispatchRefused(_("Write the number under which the post registered letter {n}.").format(n=number))
    row.handed_on, row.handed_by = on, by.mandate
    row.save(update_fields=["handed_on", "handed_by"])
    moment = at if on == local_date(at) else _noon(on, at)
    for item in items:
        Dispatch.objects.filter(pk=item.pk).update(tracked_as=item.tracked_as)
        sent(dispatch=item, at=max(moment, item.opened_at), by=by, how={"batch": row.number})
    return len(items)


def _noon(on: date, at: datetime) -> datetime:
    """Return a moment of a day that is over; which one counts for nothing, terms are counted in days."""
    return at - (local_date(at) - on)
