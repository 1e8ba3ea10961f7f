"""Files in a case, through the pages: who reads the words opens the file, as a copy, after the look was recorded."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dienests.kernel.access.read_event import ReadEvent
from dienests.kernel.cases.case import Case
from dienests.kernel.files import vault
from dienests.kernel.files.stored_file import State, StoredFile
from dienests.kernel.files.tests import samples
from dienests.kernel.log.events import Event
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def _sent(house: House, case: Case, name: str, content: bytes, *, act: str = "send_message", who: str = "") -> Any:
    data = {"submission": str(uuid4()), "text": "Skat. pielikumu.", "file": SimpleUploadedFile(name, content)}
    return house.client(who or people.OPENER).post(address("do", pk=case.pk, act=act), data)


def _place(case: Case, file: StoredFile) -> str:
    return address("file", pk=case.pk, file=file.pk)


def test_a_file_comes_with_a_message_and_opens_as_a_copy(house: House) -> None:
    case = house.breach("Stāsts.")
    contents = samples.docx()
    assert _sent(house, case, "līgums.docx", contents).status_code == 302
    file = StoredFile.objects.get()
    assert _place(case, file) in main_of(house.client(people.CHAIR).get(address("case", pk=case.pk)))
    before = ReadEvent.objects.count()
    answer = house.client(people.CHAIR).get(_place(case, file))
    assert answer.status_code == 200
    assert answer.content == vault.get(file.pk, vault.COPY, subject=case.pk)
    assert ReadEvent.objects.count() > before, "the look is recorded"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''l%C4%ABgums.docx")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    original = house.client(people.CHAIR).get(f"{_place(case, file)}?original")
    assert original.content == contents
    assert house.client(people.OPENER).get(f"{_place(case, file)}?original").status_code == 404


def test_the_log_holds_a_salted_hash_and_neither_name_nor_content(house: House) -> None:
    case = house.breach("Stāsts.")
    _sent(house, case, "kanarijputnins.txt", b"kanarijputnins")
    told = Event.objects.get(stream=case.pk, act="send_message").payload
    assert set(told["file"]) == {"sha256"}
    assert told["file"]["sha256"] != StoredFile.objects.get().sha256
    assert "kanarij" not in str(told)


@pytest.mark.parametrize("who", [people.ACCUSED, people.COLLEAGUE, people.ADMINISTRATOR, people.OTHER_CHAIR])
def test_who_does_not_read_the_words_does_not_get_the_file(house: House, who: str) -> None:
    case = house.breach("Stāsts.")
    _sent(house, case, "a.txt", b"abc")
    assert house.client(who).get(_place(case, StoredFile.objects.get())).status_code == 404


def test_the_file_of_a_note_is_not_for_the_opener_nor_for_another_case(house: House) -> None:
    case, other = house.breach("Stāsts."), house.breach("Cits.")
    assert _sent(house, case, "a.txt", b"abc", act="add_note", who=people.CHAIR).status_code == 302
    file = StoredFile.objects.get()
    assert house.client(people.OPENER).get(_place(case, file)).status_code == 404
    assert house.client(people.CHAIR).get(_place(other, file)).status_code == 404
    assert house.client(people.CHAIR).get(_place(case, file)).status_code == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"MZ\x90\0"), ("a.pdf", b"just words"), ("a.png", samples.jpeg()), ("a.txt", b""), ("a", b"abc")],
)
def test_a_file_that_lies_about_its_type_is_refused_and_nothing_is_kept(
    house: House, name: str, content: bytes
) -> None:
    case = house.breach("Stāsts.")
    answer = _sent(house, case, name, content)
    assert answer.status_code == 422
    assert 'id="file-error"' in main_of(answer)
    assert "Skat. pielikumu." in main_of(answer), "what was typed stays"
    assert not StoredFile.objects.exists()
    assert not vault.lying()
    assert not Event.objects.filter(stream=case.pk, act="send_message").exists()


def test_what_is_too_large_is_said_at_its_field(house: House) -> None:
    answer = _sent(house, house.breach("Stāsts."), "a.txt", b"x" * (12 * 1024 * 1024))
    assert answer.status_code == 422
    assert 'id="file-error"' in main_of(answer)


def test_sent_twice_it_is_kept_once(house: House) -> None:
    case, form = house.breach("Stāsts."), str(uuid4())
    for _again in range(2):
        data = {"submission": form, "text": "Skat.", "file": SimpleUploadedFile("a.txt", b"abc")}
        answer = house.client(people.OPENER).post(address("do", pk=case.pk, act="add_statement"), data)
        assert answer.status_code == 302
    assert StoredFile.objects.count() == 1


def test_with_a_scanner_a_file_opens_when_it_was_found_clean(house: House, settings: Any) -> None:
    case = house.breach("Stāsts.")
    _sent(house, case, "a.txt", b"abc")
    place = _place(case, StoredFile.objects.get())
    assert house.client(people.CHAIR).get(place).status_code == 200, "without a scanner the reader is told"
    settings.SCAN_URL = "clamd://127.0.0.1:1"
    assert house.client(people.CHAIR).get(place).status_code == 409
    StoredFile.objects.update(state=State.REFUSED, scanned_at="2026-11-02T09:00Z")
    assert house.client(people.CHAIR).get(place).status_code == 409
    assert place not in main_of(house.client(people.CHAIR).get(address("case", pk=case.pk)))
    StoredFile.objects.update(state=State.CLEAN)
    assert house.client(people.CHAIR).get(place).status_code == 200


def test_when_the_key_is_destroyed_the_page_says_so(house: House) -> None:
    case = house.breach("Stāsts.")
    _sent(house, case, "a.txt", b"abc")
    vault.destroy(case.pk)
    assert house.client(people.CHAIR).get(_place(case, StoredFile.objects.get())).status_code == 410
