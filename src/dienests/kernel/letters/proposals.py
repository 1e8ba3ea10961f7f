"""Proposals to correct or revoke a letter which wait for a person's approval."""

from datetime import datetime

from dienests.kernel.access.actor import Actor
from dienests.kernel.letters.amenders import amender, around_of
from dienests.kernel.letters.amendment import Amendment, State


def to_decide(actor: Actor, *, at: datetime) -> list[Amendment]:
    """Return the open proposals that a person may approve, oldest first, each with its letter and case.

    One query where none is open in the person's institutions. Where some are, as many more as `around_of` takes; a
    proposal about a case that excludes the person is none of these.
    """
    places = {held.institution for held in actor.offices}
    if not places:
        return []
    found = Amendment.objects.filter(state=State.PROPOSED, letter__case__institution__in=places)
    waiting = [
        each
        for each in found.select_related("letter__case").order_by("proposed_at", "pk")
        if each.alone or each.proposed_by_id != actor.person
    ]
    around = around_of([each.letter for each in waiting], at=at) if waiting else {}
    parts = ((each, amender(actor, each.letter, at=at, around=around[each.letter_id])) for each in waiting)
    return [each for each, part in parts if part is not None and part.approves]
