"""The pages of representation in their states: nothing, a shared right, an objection, wrong forms."""

from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.joint_rights import object_to_others
from dienests.kernel.parties.kinds import Kind
from dienests.kernel.parties.tests.given import AT
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.state import State
from dienests.site.pages.tests.test_representation import recorded


def of_representation(house: House) -> list[State]:
    """Bring a right under objection into being and return the states."""
    right = recorded(house, kind=Kind.TRUSTEE, joint=True)
    object_to_others(representation=right, on=right.valid_from, reasons="Nepiekrītu.", by=SYSTEM, at=AT)
    own = [people.NEWCOMER, people.OPENER, people.COLLEAGUE]
    forms = [
        ("record-representation", address("record-representation")),
        ("end-representation", address("end-representation", pk=right.pk)),
        ("settle-objection", address("settle-objection", pk=right.pk)),
    ]
    who = people.ADMINISTRATOR
    return [
        *(State("representation", each, address("representation")) for each in own),
        State("representations", who, address("representations")),
        *(State(name, who, place, press=press) for name, place in forms for press in (False, True)),
    ]
