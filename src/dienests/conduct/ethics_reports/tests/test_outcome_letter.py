"""The letter to the reporter (28): its words, and who may read it."""

import re

import pytest
from django.utils.translation import override

from dienests.conduct.ethics_reports.tests.given import House, act, heard, report
from dienests.kernel.cases.case import Case
from dienests.kernel.letters.models import Letter
from dienests.kernel.letters.reading import readable_letters

WORDS = "Komisija pārkāpumu nekonstatēja."


@pytest.fixture
def sent(house: House) -> Case:
    """A report that was answered with the letter."""
    case = act(house, heard(house), "Aivis", "dismiss", result="Pārkāpuma nav.")
    return act(house, case, "Ojars", "inform", message=WORDS)


def _text(letter: Letter) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", letter.html))


def test_E38_the_letter_says_which_report_and_what_came_of_it(house: House, sent: Case) -> None:
    text = _text(Letter.objects.get())
    for words in (house.institution.name_lv, "02.11.2026.", sent.number, WORDS):
        assert words in text


def test_E38_the_letter_names_neither_the_reporter_nor_the_person_reported_on(house: House, sent: Case) -> None:
    text = _text(Letter.objects.get())
    assert not [who for who in house.people if who in text]
    assert "It happened." not in text, "what was reported is not repeated"


def test_E38_the_letter_is_written_in_the_language_of_the_institution(house: House) -> None:
    case = act(house, heard(house), "Aivis", "dismiss", result="Pārkāpuma nav.")
    with override("en"):
        act(house, case, "Ojars", "inform", message=WORDS)
    letter = Letter.objects.get()
    assert letter.language == "lv"
    assert 'lang="lv"' in letter.html
    assert "Institution service" not in letter.html


def test_E38_the_words_of_personnel_are_text_and_never_markup(house: House) -> None:
    case = act(house, heard(house), "Aivis", "dismiss", result="Pārkāpuma nav.")
    act(house, case, "Ojars", "inform", message="<script>alert(1)</script> {{ case.number }}\nParaksts")
    html = Letter.objects.get().html
    assert "<script>" not in html
    assert "{{ case.number }}<br>Paraksts" in html


def test_E38_only_the_addressee_and_personnel_read_the_letter(house: House, other: House, sent: Case) -> None:
    readers = {who for who in house.people if readable_letters(house.actor(who), sent)}
    assert readers == {"Jekabs", "Ojars"}
    assert not [who for who in other.people if readable_letters(other.actor(who), sent)]


def test_E38_a_letter_about_personnel_is_read_by_its_addressee_alone(house: House) -> None:
    case = act(house, report(house, about=house["Ojars"]), "Aivis", "convene")
    case = act(house, case, "Aivis", "dismiss", result="Pārkāpuma nav.")
    case = act(house, case, "Aivis", "inform_instead", message=WORDS)
    assert {who for who in house.people if readable_letters(house.actor(who), case)} == {"Jekabs"}
