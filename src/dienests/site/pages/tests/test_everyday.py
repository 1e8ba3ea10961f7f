"""Everyday work through the pages: hostile tries, forms sent twice, codes, calendars."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.cases.case import Case
from dienests.kernel.handling.posting import Posting
from dienests.kernel.log.events import Event
from dienests.kernel.parties.mandate import Mandate
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of

pytestmark = pytest.mark.django_db
NOTE = "Piezīme tikai komisijai."


def do(house: House, who: str | None, case: Case, act: str, **given: str) -> int:
    """Send an everyday form and return the status of the answer."""
    sent = {"submission": str(uuid4()), **given}
    return int(house.client(who).post(address("do", pk=case.pk, act=act), sent).status_code)


def page(house: House, who: str, case: Case) -> str:
    """Return the page of a case."""
    return main_of(house.client(who).get(address("case", pk=case.pk)))


def test_a_note_is_read_by_the_commission_and_never_by_head_personnel_or_reporter(house: House) -> None:
    case = house.breach("Stāsts.")
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "propose", proposal="Ierosinājums.")
    house.do(people.CHAIR, case, "add_note", text=NOTE)
    assert NOTE in page(house, people.CHAIR, case)
    assert NOTE in page(house, people.MEMBER, case)
    assert NOTE not in page(house, people.HEAD, case)
    own = page(house, people.OPENER, case)
    assert NOTE not in own
    assert "iekšēj" in own, "that there is an internal step is told"
    looked = ReadEvent.objects.filter(case=case.pk, person=case.opener_id, page="case")
    assert any("note" in read.categories for read in looked)


def test_a_reporter_leaves_no_note_and_others_find_no_case(house: House) -> None:
    case = house.breach("Stāsts.")
    for who, act, given in (
        (people.OPENER, "add_note", {"text": NOTE}),
        (people.OPENER, "take_case", {}),
        (people.OPENER, "assign_case", {"to": str(uuid4())}),
        (people.OPENER, "link_case", {"number": case.number}),
        (people.OPENER, "reopen_case", {"reasons": "x", "basis": "y"}),
        *((who, act, {"text": "x"}) for who in (people.ACCUSED, people.NEWCOMER, people.OTHER_CHAIR)
          for act in ("add_note", "send_message", "add_statement", "withdraw_case", "no_such_act")),
    ):  # fmt: skip
        assert do(house, who, case, act, **given) == 404, (who, act)
    assert do(house, None, case, "send_message", text="x") == 403
    assert not Posting.objects.filter(case=case).exists()
    assert Event.objects.filter(stream=case.pk).count() == 1


def test_a_form_sent_twice_says_it_once(house: House) -> None:
    case, sent = house.breach("Stāsts."), {"submission": str(uuid4()), "text": "Vienreiz."}
    place = address("do", pk=case.pk, act="send_message")
    answers = [house.client(people.OPENER).post(place, sent)["Location"] for _time in range(2)]
    assert answers[0] == answers[1]
    assert Posting.objects.filter(case=case).count() == 1


def test_a_form_with_errors_keeps_what_was_typed(house: House) -> None:
    case = house.breach("Stāsts.")
    place = address("do", pk=case.pk, act="correct_act")
    house.act(people.CHAIR, case, "convene")
    answer = house.client(people.CHAIR).post(place, {"reasons": "Gari iemesli", "basis": "", "position": "2"})
    assert answer.status_code == 422
    assert "Gari iemesli" in main_of(answer)
    assert 'name="position" value="2"' in main_of(answer)


def test_a_withdrawn_report_is_examined_all_the_same_and_says_why(house: House) -> None:
    case = house.breach("Stāsts.")
    asked = main_of(house.client(people.OPENER).get(address("do", pk=case.pk, act="withdraw_case")))
    assert "25." in asked
    assert "turpinās" in asked
    house.do(people.OPENER, case, "withdraw_case")
    assert (case.stage, case.closed_at) == ("received", None)
    assert do(house, people.OPENER, case, "withdraw_case") == 409
    house.act(people.CHAIR, case, "convene")


def test_a_wrong_act_is_corrected_and_a_letter_that_left_is_not(house: House) -> None:
    case = house.breach("Stāsts.")
    house.act(people.CHAIR, case, "convene")
    house.do(people.CHAIR, case, "correct_act", position="2", reasons="Ne tā lieta.", basis="Rīk. 3")
    assert case.stage == "received"
    shown = page(house, people.CHAIR, case)
    assert "Rīk. 3" in shown
    assert "Ne tā lieta." in shown
    assert "Ne tā lieta." in page(house, people.OPENER, case)
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "dismiss", result="Nav.")
    house.act(people.PERSONNEL, case, "inform", message="Izskatīts.")
    refused = do(
        house, people.PERSONNEL, case, "correct_act", position=str(case.revision), reasons="Kļūda.", basis="Rīk. 4"
    )
    assert refused == 409
    house.do(people.PERSONNEL, case, "reopen_case", reasons="Jauns lēmums.", basis="Rīk. 5")
    assert (case.stage, case.closed_at) == ("informing", None)


def code_of(answer: object) -> str:
    """Return the code on a receipt."""
    found = re.search(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){7}", main_of(answer))
    return found.group(0) if found else ""


def test_number_and_code_show_the_state_and_nothing_else(house: House) -> None:
    case = house.breach("Ļoti slepens stāsts.")
    receipt = address("receipt", pk=case.pk)
    code = code_of(house.client(people.OPENER).get(receipt))
    assert code
    assert not code_of(house.client(people.OPENER).get(receipt)), "it is shown once"
    stranger = Client(HTTP_HOST="localhost")
    answer = stranger.post(address("status"), {"number": case.number, "code": code.lower()})
    shown = main_of(answer)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "saņemts" in shown
    for secret in ("Ļoti slepens", people.OPENER, people.ACCUSED, people.CHAIR, str(case.pk)):
        assert secret not in shown
    wrong = [
        stranger.post(address("status"), {"number": number, "code": guess})
        for number, guess in (
            (case.number, code[:-1] + ("3" if code[-1] == "2" else "2")),
            ("EK-1999-0001", code),
            (case.number, ""),
            ("", ""),
        )
    ]
    assert {answer.status_code for answer in wrong} == {422}
    sentences = {main_of(answer).partition("govuk-error-summary__list")[2].partition("</ul>")[0] for answer in wrong}
    assert len(sentences) == 1
    new = code_of(house.client(people.OPENER).post(receipt, {"submission": str(uuid4())}))
    assert new
    assert stranger.post(address("status"), {"number": case.number, "code": code}).status_code == 422
    assert stranger.post(address("status"), {"number": case.number, "code": new}).status_code == 200


def test_guessing_slows_down_who_guesses_and_locks_nobody_out(house: House) -> None:
    case = house.breach("Stāsts.")
    code = code_of(house.client(people.OPENER).get(address("receipt", pk=case.pk)))
    guesser, owner = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    for client in (guesser, owner):
        client.get(address("status"))
    sent = {"number": case.number, "code": "A" * 32}
    assert {guesser.post(address("status"), sent).status_code for _time in range(60)} == {422, 429}
    assert owner.post(address("status"), {"number": case.number, "code": code}).status_code == 200


def made(house: House, who: str, kind: str) -> str:
    """Make a calendar and return the path of its address."""
    shown = main_of(house.client(who).post(address("calendars"), {"kind": kind, "do": "renew"}))
    found = re.search(r"/calendar/[\w-]+/", shown)
    assert found
    return found.group(0)


def test_a_calendar_lists_what_is_due_without_names_and_knows_its_state(house: House) -> None:
    place, stranger = made(house, people.CHAIR, "desk"), Client(HTTP_HOST="localhost")
    answer = stranger.get(place)
    assert answer["Content-Type"].startswith("text/calendar")
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    assert entries
    numbers = {str(entry["SUMMARY"]).split(" · ")[0] for entry in entries}
    assert set(Case.objects.filter(number__in=numbers, turn="ethics-chair").values_list("number", flat=True)) == numbers
    for name in (people.OPENER, people.ACCUSED, people.CHAIR):
        assert name not in answer.content.decode()
    assert stranger.get(place, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert "no-store" not in answer["Cache-Control"]


def test_a_calendar_is_gone_when_revoked_renewed_or_the_offices_end(house: House) -> None:
    old, stranger = made(house, people.CHAIR, "desk"), Client(HTTP_HOST="localhost")
    new = made(house, people.CHAIR, "desk")
    assert [stranger.get(each).status_code for each in (old, new)] == [410, 200]
    assert old not in main_of(house.client(people.CHAIR).get(address("calendars")))
    house.client(people.CHAIR).post(address("calendars"), {"kind": "desk", "do": "revoke"})
    assert stranger.get(new).status_code == 410
    last = made(house, people.CHAIR, "desk")
    Mandate.objects.filter(person=house.person(people.CHAIR)).delete()
    assert stranger.get(last).status_code == 410


def test_the_desk_shows_what_i_handle_and_what_nobody_does(house: House) -> None:
    case = house.breach("Stāsts.")
    chair = house.client(people.CHAIR)
    assert case.number in main_of(chair.get(address("desk-free") + f"?number={case.number}"))
    house.do(people.CHAIR, case, "take_case")
    assert case.number in main_of(chair.get(address("desk-mine")))
    hidden = main_of(chair.get(address("desk-free") + f"?number={case.number}"))
    assert address("case", pk=case.pk) not in hidden


def test_an_official_reads_messages_and_notes_in_either_language(house: House) -> None:
    case = house.breach("Stāsts.")
    house.do(people.OPENER, case, "send_message", text="Ziņa komisijai.")
    house.do(people.CHAIR, case, "add_note", text=NOTE)
    with override("en"):
        english = main_of(house.client(people.CHAIR).get(reverse("case", kwargs={"pk": case.pk})))
    for shown in (page(house, people.CHAIR, case), english):
        assert "Ziņa komisijai." in shown
        assert NOTE in shown
