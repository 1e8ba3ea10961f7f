"""The pages of drafts of letters, in every state, for each who has a part in them."""

from dienests.kernel.letters.draft import Draft
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.state import State


def of_drafts(house: House) -> list[State]:
    """Return the pages of drafts and letters; the demonstration brings a draft in each state."""
    shown = [State("letters", who, address("letters")) for who in (people.PERSONNEL, people.CHAIR, people.MEMBER)]
    for draft in Draft.objects.order_by("opened_at"):
        place = address("letter-draft", pk=draft.pk)
        for who in (people.PERSONNEL, people.CHAIR, people.HEAD):
            if house.client(who).get(place).status_code == 200:  # whoever has no part in it is told that there is none
                shown.append(State("letter-draft", who, place))
    objected = Draft.objects.filter(opinions__verdict="objected", state="agreeing").first()
    approved = Draft.objects.get(state="approved")
    assert objected is not None
    letter = approved.letters.get()
    begin = address("draft-letter", pk=objected.case_id, action="inform")
    return [
        *shown,
        State("draft-letter", people.PERSONNEL, begin),
        State("draft-letter", people.CHAIR, begin),
        State("desk", people.HEAD, address("desk")),
        State("letter", people.PERSONNEL, address("letter", pk=letter.case_id, number=letter.pk)),
    ]
