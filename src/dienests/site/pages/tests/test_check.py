"""The page of verification as an employer abroad meets it, and the correction of a letter through the pages."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dienests.kernel.letters import codes, sealing
from dienests.kernel.letters.amendment import Amendment
from dienests.kernel.letters.letter import Letter
from dienests.kernel.signatures import warden
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of
from dienests.site.work.post import carriers


def a_letter() -> Letter:
    """Return a letter of the demonstration with its sealed PDF."""
    found = Letter.objects.filter(serial__isnull=False, participant__isnull=False).exclude(register="T").latest("pk")
    return sealing.seal_letter(found.pk, at=datetime.now(UTC))


def given(letter: Letter) -> dict[str, str]:
    return {"number": letter.number, "code": codes.code_of(letter.uid)}


def test_whoever_holds_the_paper_learns_what_it_is_and_gets_the_original(house: House) -> None:
    letter, client = a_letter(), house.client(None)
    answer = client.get(address("check"), given(letter))
    assert answer.status_code == 200
    text = main_of(answer)
    for words in (letter.number, letter.title, letter.sha256):
        assert words in text
    assert letter.addressee not in text, "who it is to stands on the paper alone"
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "same-origin")
    original = client.post(address("check-original"), given(letter))
    assert (original.status_code, original.content) == (200, sealing.sealed_pdf(letter))


def test_in_english_too(house: House) -> None:
    letter = a_letter()
    answer = house.client(None).get(f"/en{address('check')}", given(letter))
    assert "Genuine, and in force today" in main_of(answer)


def test_without_the_code_nothing_is_told(house: House) -> None:
    letter, client = a_letter(), house.client(None)
    wrong = client.get(address("check"), given(letter) | {"code": "AAAA-AAAA-AAAA-AAAA"})
    unknown = client.get(address("check"), {"number": "V/1999/1", "code": "AAAA-AAAA-AAAA-AAAA"})
    assert wrong.status_code == unknown.status_code == 404
    assert letter.title not in main_of(wrong)
    assert client.get(address("check"), {"number": letter.number}).status_code == 422
    posted = client.post(address("check-original"), given(letter) | {"code": "AAAA"})
    assert (posted.status_code, posted["Content-Type"].partition(";")[0]) == (404, "text/html")


def test_a_file_is_looked_at(house: House) -> None:
    letter, client = a_letter(), house.client(None)
    for name, content, words in (
        ("letter.pdf", sealing.sealed_pdf(letter), letter.number),
        ("changed.pdf", sealing.sealed_pdf(letter).replace(b"%PDF-1.7", b"%PDF-1.6"), "<ul"),
        ("text.pdf", b"no pdf at all", "<ul"),
        ("empty.pdf", b"", "<ul"),
    ):
        answer = client.post(address("check-file"), {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 200, name
        assert words in main_of(answer), name
    assert client.post(address("check-file"), {}).status_code == 422


def test_when_many_files_are_looked_at_the_others_are_told_and_the_site_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warden, "PATIENCE", 0.01)
    for _ in range(warden.AT_ONCE):
        assert warden.WARDEN._places.acquire(timeout=5)
    try:
        answer = house.client(None).post(address("check-file"), {"file": SimpleUploadedFile("a.pdf", b"no pdf")})
        assert answer.status_code == 503
        assert "pēc minūtes" in main_of(answer)
    finally:
        warden.WARDEN._places.release(warden.AT_ONCE)
    answer = house.client(None).post(address("check-file"), {"file": SimpleUploadedFile("a.pdf", b"no pdf")})
    assert answer.status_code == 200


def test_mails_with_letters_lead_to_this_page() -> None:
    assert carriers().check.endswith(address("check"))


def test_a_file_too_large_to_be_taken_in_is_called_so(house: House) -> None:
    large = SimpleUploadedFile("large.pdf", b"%PDF-1.7\n" + bytes(12_000_000))
    answer = house.client(None).post(address("check-file"), {"file": large})
    assert answer.status_code == 422
    assert "lielāka par 11 MB" in main_of(answer)


def test_a_letter_is_corrected_through_the_pages_and_the_first_one_says_so(house: House) -> None:
    letter = a_letter()
    place = address("letter-amend", pk=letter.uid)
    assert house.client(people.OPENER).get(place).status_code == 404
    client = house.client(people.PERSONNEL)
    words = {"what": "propose", "kind": "corrects", "words": "Diena ir cita.", "basis": "Rīkojums 7"}
    assert client.post(place, words | {"words": ""}).status_code == 422
    assert client.post(place, words).status_code == 302
    assert client.post(place, {"what": "approve"}).status_code == 403, "whoever proposes does not approve"
    head = house.client(people.HEAD)
    assert place in main_of(head.get(address("letters"))), "who is to approve finds the way there"
    assert address("letters") in main_of(head.get(address("desk")))
    assert place not in main_of(client.get(address("letters")))
    answer = head.post(place, {"what": "approve"})
    assert answer.status_code == 302
    shown = main_of(head.get(answer["Location"]))
    made = Amendment.objects.get().made
    assert made is not None
    assert made.number in shown, "who approved it may not read the letters of the case"
    assert place not in main_of(head.get(address("letters")))
    assert made.number in main_of(house.client(None).get(address("check"), given(letter)))
    assert letter.number in main_of(house.client(None).get(address("check"), given(made)))
