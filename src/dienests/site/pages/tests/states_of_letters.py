"""The pages of letters on their way, in every state."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.letters import codes, sealing
from dienests.kernel.letters.letter import Letter
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.sending import on_its_way
from dienests.site.pages.tests.state import State

HOME = "Klusā iela 5\nKlusums, LV-0000"


def of_letters(house: House) -> list[State]:
    """Return the work list, letters that wait for each hand, a batch before and after the post took it."""
    who = people.PERSONNEL
    client, bare, hand, post = house.client(who), on_its_way(), on_its_way(), on_its_way()
    client.post(address("sending-way", pk=hand.pk), {"way": "hand", "address": ""})
    client.post(address("sending-way", pk=post.pk), {"way": "registered", "address": HOME})
    client.post(address("sending"), {"office": post.office})
    batch = Dispatch.objects.get(pk=post.pk).batch_id
    letter = Letter.objects.filter(serial__isnull=False, participant__isnull=False).exclude(register="T").latest("pk")
    sealing.seal_letter(letter.pk, at=datetime.now(UTC))
    asked = urlencode({"number": letter.number, "code": codes.code_of(letter.uid)})
    wrong = urlencode({"number": letter.number, "code": "AAAA"})
    amend = address("letter-amend", pk=letter.uid)
    return [
        State("check", None, address("check")),
        State("check", None, f"{address('check')}?{asked}"),
        State("check", None, f"{address('check')}?{wrong}"),
        State("check-file", None, address("check-file")),
        State("check-original", None, address("check-original")),
        *(State("letter-amend", who, amend, press=press) for press in (False, True)),
        State("letter", who, address("letter", pk=letter.case_id, number=letter.pk)),
        State("delivery", people.OPENER, address("delivery")),
        State("sending", who, address("sending")),
        State("sending", people.OPENER, address("sending")),
        State("sending-one", who, address("sending-one", pk=bare.pk)),
        State("sending-one", who, address("sending-one", pk=post.pk) + "#done"),
        State("sending-way", who, address("sending-way", pk=bare.pk), press=True),
        State("sending-hand", who, address("sending-hand", pk=hand.pk)),
        State("sending-back", who, address("sending-back", pk=hand.pk)),
        State("sending-arrived", who, address("sending-arrived", pk=hand.pk)),
        *(State("post-batch", who, address("post-batch", number=batch), press=press) for press in (False, True)),
    ]
