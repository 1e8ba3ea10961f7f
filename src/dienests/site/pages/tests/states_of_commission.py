"""The pages of a body that votes, in every state."""

from dienests.kernel.cases.ballot import Ballot
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.state import State


def of_the_commission(house: House) -> list[State]:
    """Return the pages of votes, sittings and minutes, and those of cases and desks that show a vote."""
    ballot = Ballot.objects.get(closed_at=None)
    place = address("ballot", pk=ballot.case_id, body=ballot.body)
    recorded = Ballot.objects.filter(institution=ballot.institution, closed_at__isnull=False).latest("sitting_on")
    day = address("minutes", office="ethics-member", on=recorded.sitting_on.isoformat())
    waiting = house.breach("Stāsts bez balsojuma.")
    house.act(people.CHAIR, waiting, "convene")
    uncalled = address("ballot", pk=waiting.pk, body=ballot.body)
    return [
        *(State("ballot", who, place, press=press) for who in (people.CHAIR, people.MEMBER) for press in (False, True)),
        State("ballot", people.CHAIR, uncalled),
        State("ballot", people.CHAIR, uncalled, press=True),
        State("case", people.CHAIR, address("case", pk=waiting.pk)),
        State("case", people.MEMBER, address("case", pk=ballot.case_id)),
        State("desk", people.MEMBER, address("desk")),
        State("sittings", people.MEMBER, address("sittings")),
        State("sittings", people.OTHER_CHAIR, address("sittings")),
        State("minutes", people.MEMBER, day),
    ]
