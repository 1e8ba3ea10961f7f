"""Searching people outside of any case: only by officials, only with a stated purpose, and every hit is recorded."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Count
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.access.reads import Row, keep
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.parties.alphabet import fold
from dienests.kernel.parties.models import Person

MOST_FOUND = 50
SHORTEST_PURPOSE = 10
NAME = "name"


def find_people(*, actor: Actor, mandate: UUID, words: str, purpose: str, at: datetime) -> list[Person]:
    """Return people whose names hold all the words, at most 50; who they are is shown only once that is recorded.

    Raises AccessError without an office, words or a purpose, and NotRecorded.
    """
    actor.ref(mandate)
    reason, asked = " ".join(purpose.split()), fold(words).split()
    if len(reason) < SHORTEST_PURPOSE:
        raise AccessError(_("Say what you need the person for; everybody who is found can read it."))
    if not asked:
        raise AccessError(_("Give a part of the name."))
    people = Person.objects.all()
    for word in asked:
        people = people.filter(folded__contains=word)
    found = list(people.order_by("sort_key", "id")[:MOST_FOUND])
    search = uuid4()
    others = [each.id for each in found if each.id != actor.person]
    keep([Row(at, actor.person, mandate, one, None, search, reason[:300], NAME, "people-search") for one in others])
    return found


def searches(*, since: datetime, until: datetime) -> dict[UUID, int]:
    """Return how many searches each official made in the period; those who made none are missing."""
    made = ReadEvent.objects.filter(search__isnull=False, at__gte=since, at__lt=until)
    rows = made.values("reader").annotate(count=Count("search", distinct=True)).order_by("reader")
    return {row["reader"]: row["count"] for row in rows}
