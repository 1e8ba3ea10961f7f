"""One sealer at a time: a lease with a fencing number, alike on both databases, that outlives no killed process."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from dienests.kernel.log.refusals import overtaken
from dienests.kernel.log.sealed import Tree

LENGTH = timedelta(minutes=5)


@transaction.atomic(durable=True)
def take(*, at: datetime) -> int | None:
    """Take the lease and return its fencing number; None while somebody else holds it.

    A lease that would end later than any taken now was taken by a clock that has since been put back: it is over.
    """
    over = Q(held_until__isnull=True) | Q(held_until__lte=at) | Q(held_until__gt=at + LENGTH)
    if not Tree.objects.filter(over).update(number=F("number") + 1, held_until=at + LENGTH):
        return None
    return Tree.objects.values_list("number", flat=True).get()


def hold(number: int) -> None:
    """Lock the row of the tree for this transaction; raises SealingRefused when the lease was taken over."""
    if not Tree.objects.filter(number=number).update(number=number):
        raise overtaken()


def give_back(number: int) -> None:
    """End the lease, unless somebody else has taken it over."""
    Tree.objects.filter(number=number).update(held_until=None)
