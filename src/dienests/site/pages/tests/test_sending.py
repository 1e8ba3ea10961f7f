"""Letters on their way, through the pages: the office chooses, hands over, prints for the post; the person chooses."""

import io
from datetime import UTC, datetime, timedelta

from pypdf import PdfReader

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.dispatch.choice import DeliveryChoice
from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.dispatch.handing import CHECKLIST
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of
from dienests.site.pages.tests.sending import on_its_way

HOME = "Klusā iela 5\r\nKlusums, LV-0000"


def test_a_person_chooses_how_letters_come_and_a_wrong_address_is_told(house: House) -> None:
    client = house.client(people.OPENER)
    assert client.post(address("delivery"), {"way": "post", "address": "nowhere"}).status_code == 422
    assert not DeliveryChoice.objects.exists()
    assert client.post(address("delivery"), {"way": "post", "address": HOME}).status_code == 302
    assert "Klusā iela 5" in main_of(client.get(address("delivery")))


def test_nobody_but_the_drafting_office_sees_a_letter_on_its_way(house: House) -> None:
    row = on_its_way()
    place = address("sending-one", pk=row.pk)
    assert house.client(people.PERSONNEL).get(place).status_code == 200
    for who in (people.OPENER, people.ACCUSED, people.OTHER_PERSONNEL, people.ADMINISTRATOR):
        assert house.client(who).get(place).status_code == 404, who
        assert row.letter.number not in house.client(who).get(address("sending")).content.decode()


def test_a_letter_without_a_way_is_listed_and_handed_over_by_the_checklist(house: House) -> None:
    row, client = on_its_way(), house.client(people.PERSONNEL)
    assert row.letter.number in main_of(client.get(address("sending")))
    assert client.post(address("sending-way", pk=row.pk), {"way": "hand", "address": ""}).status_code == 302
    place = address("sending-hand", pk=row.pk)
    assert "nav obligāti" not in main_of(client.get(address("sending-one", pk=row.pk))), "every line is to be ticked"
    assert client.post(place, {"ticked": ["identity"], "received_by": ""}).status_code == 422
    assert client.post(place, {"ticked": [line.slug for line in CHECKLIST], "received_by": ""}).status_code == 302
    assert Dispatch.objects.get(pk=row.pk).state == "delivered"
    assert client.post(place, {"ticked": [line.slug for line in CHECKLIST]}).status_code == 422, "once"


def test_a_batch_is_made_printed_and_handed_to_the_post_and_what_comes_back_waits_anew(house: House) -> None:
    row, client = on_its_way(), house.client(people.PERSONNEL)
    way = address("sending-way", pk=row.pk)
    assert client.post(way, {"way": "registered", "address": ""}).status_code == 422
    assert client.post(way, {"way": "registered", "address": HOME}).status_code == 302
    made = client.post(address("sending"), {"office": row.office})
    assert made.status_code == 302
    batch = Dispatch.objects.get(pk=row.pk).batch
    assert batch is not None
    printed = client.get(address("post-batch-print", number=batch.pk))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed.content)).pages]
    assert len(pages) == 3, "list, cover sheet, letter"
    assert "Klusā iela 5" in pages[0]
    assert "Zaiga Ūdensroze" in pages[1]
    in_english = client.get(f"/en{address('post-batch-print', number=batch.pk)}")
    listed, cover, _letter = (page.extract_text() for page in PdfReader(io.BytesIO(in_english.content)).pages)
    assert "Letters for the post" in listed
    assert "Pavadlapa" in cover, "the addressee reads it, not who prints it"
    given = {"on": local_date(datetime.now(UTC)).isoformat(), f"tracked-{row.pk}": ""}
    place = address("post-batch", number=batch.pk)
    assert client.post(place, given).status_code == 422
    assert client.post(place, given | {f"tracked-{row.pk}": "RR123456789LV"}).status_code == 302
    assert "RR123456789LV" in main_of(client.get(address("sending-one", pk=row.pk)))
    assert client.post(address("sending-back", pk=row.pk), {"reason": "moved away"}).status_code == 302
    assert [each.way for each in Dispatch.objects.filter(letter=row.letter).order_by("opened_at")] == ["registered", ""]


def test_a_proof_of_delivery_bears_its_own_day_and_is_taken_only_where_there_is_one(house: House) -> None:
    row, client = on_its_way(), house.client(people.PERSONNEL)
    place, now = address("sending-arrived", pk=row.pk), datetime.now(UTC)
    today, day = local_date(now), local_date(now) - timedelta(days=3)
    sent = {"state": "sent", "sent_at": now - timedelta(days=5), "event": row.letter.event}
    for way, kept in (("mail", "a@example.lv"), ("site", "")):
        Dispatch.objects.filter(pk=row.pk).update(way=way, address=kept, **sent)
        assert "arrived-on" not in main_of(client.get(address("sending-one", pk=row.pk)))
        assert client.post(place, {"on": today.isoformat()}).status_code == 422, "made by hand"
    Dispatch.objects.filter(pk=row.pk).update(way="post", address=HOME)
    assert "arrived-on" in main_of(client.get(address("sending-one", pk=row.pk)))
    for wrong in ("", (today - timedelta(days=6)).isoformat(), (today + timedelta(days=1)).isoformat()):
        assert client.post(place, {"on": wrong}).status_code == 422, wrong
    assert Dispatch.objects.get(pk=row.pk).state == "sent"
    assert client.post(place, {"on": day.isoformat()}).status_code == 302
    assert local_date(Dispatch.objects.get(pk=row.pk).delivered_at) == day  # type: ignore[arg-type]


def test_to_see_whom_a_letter_goes_to_is_recorded(house: House) -> None:
    row = on_its_way()
    told = row.letter.case.letters.filter(participant__isnull=False).latest("pk")
    Dispatch.objects.filter(pk=row.pk).update(letter=told)
    before = ReadEvent.objects.filter(person=told.participant.person_id, purpose="sending").count()
    assert house.client(people.PERSONNEL).get(address("sending-one", pk=row.pk)).status_code == 200
    assert ReadEvent.objects.filter(person=told.participant.person_id, purpose="sending").count() == before + 1
