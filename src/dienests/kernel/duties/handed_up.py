"""Late duties that were handed to the office above: its holder is told of them until they are done."""

from django.db.models import Q

from dienests.kernel.access.actor import Actor
from dienests.kernel.duties.occurrence import Occurrence

__all__ = ["handed_up"]


def handed_up(actor: Actor) -> list[Occurrence]:
    """Return what is late and was handed to an office of this person, the longest due first; at most one query."""
    above = Q()
    for held in actor.offices:
        if held.leads and held.unit is None:
            above |= Q(institution=held.institution, escalated_to=held.slug)
    if not above:
        return []
    found = Occurrence.objects.filter(above, done_on__isnull=True, escalated_on__isnull=False)
    return [each for each in found.order_by("due", "duty") if each.declared is not None]
