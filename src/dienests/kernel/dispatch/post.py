"""Post: waiting letters are put into a batch, printed with cover sheets and a list, and carried to the post."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date, noon_of
from dienests.kernel.dispatch import work_list
from dienests.kernel.dispatch.batch import PostBatch
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused, sent
from dienests.kernel.dispatch.way import BY_POST, Way
from dienests.kernel.parties.institution import Institution


@transaction.atomic
def make_batch(*, actor: Actor, office: str, at: datetime) -> PostBatch:
    """Put the letters of an office that an official looks after and that wait for the post into a new batch.

    They are letters of one institution, that of the oldest. Raises DispatchRefused without any.
    """
    places = work_list.for_post(actor, office)
    if not places:
        raise DispatchRefused(_("No letter waits for the post."))
    institution = Institution.objects.select_for_update().get(pk=places[0].dispatch.letter.case.institution_id)
    own = [each.dispatch.pk for each in places if each.dispatch.letter.case.institution_id == institution.pk]
    waiting = Dispatch.objects.select_for_update(of=("self",)).filter(
        pk__in=own, state=State.WAITING, way__in=BY_POST, batch__isnull=True
    )
    chosen = list(waiting.values_list("pk", flat=True))
    if not chosen:  # somebody was quicker
        raise DispatchRefused(_("No letter waits for the post."))
    year = local_date(at).year
    last = PostBatch.objects.filter(institution=institution, year=year).aggregate(last=Max("serial"))["last"] or 0
    batch = PostBatch.objects.create(
        institution=institution, office=office, year=year, serial=last + 1, made_at=at,
        made_by=places[0].held.mandate,
    )  # fmt: skip
    Dispatch.objects.filter(pk__in=chosen).update(batch=batch)
    return batch


@transaction.atomic
def hand_to_post(
    *, batch: PostBatch, actor: Actor, on: date, tracked: Mapping[UUID, str], at: datetime
) -> int:  # fmt: skip
    """Note that the post took a batch on a day; each letter counts as sent then. Return how many.

    `tracked` holds the numbers of registered items. What the official does not look after was in neither list nor
    print: it waits anew. Raises DispatchRefused where the post has it already, the day is not possible, or a registered
    item has no number.
    """
    row = PostBatch.objects.select_for_update().get(pk=batch.pk)
    if row.handed_on is not None:
        raise DispatchRefused(_("The post has this batch since {day}.").format(day=row.handed_on.strftime("%d.%m.%Y.")))
    if not local_date(row.made_at) <= on <= local_date(at):
        raise DispatchRefused(_("The day lies between the day on which the batch was made and today."))
    held = {each.dispatch.pk: each for each in work_list.in_batch(actor, row)}
    inside = Dispatch.objects.select_for_update(of=("self",)).filter(batch=row, state=State.WAITING)
    items = [item for item in inside.select_related("letter").order_by("pk") if item.pk in held]
    if not items:
        raise DispatchRefused(_("Every letter of this batch goes another way now: nothing is left to carry."))
    for item in items:
        item.tracked_as = " ".join(tracked.get(item.pk, "").split())[:40]
        if item.way == Way.REGISTERED and not item.tracked_as:
            number = item.letter.number
            raise DispatchRefused(_("Write the number under which the post registered letter {n}.").format(n=number))
    inside.exclude(pk__in=held).update(batch=None)
    row.handed_on, row.handed_by = on, held[items[0].pk].held.mandate
    row.save(update_fields=["handed_on", "handed_by"])
    moment = at if on == local_date(at) else noon_of(on)
    for item in items:
        Dispatch.objects.filter(pk=item.pk).update(tracked_as=item.tracked_as)
        sent(dispatch=item, at=max(moment, item.opened_at), by=held[item.pk].by, how={"batch": row.number})
    return len(items)
