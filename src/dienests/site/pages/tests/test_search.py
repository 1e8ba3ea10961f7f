"""The search box: a case is found by its number only by those who see it; paragraphs are found by everybody."""

import pytest

from dienests.kernel.access.read_event import ReadEvent
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address, main_of

pytestmark = pytest.mark.django_db


def found(house: House, who: str | None, words: str) -> str:
    """Return what the search shows to a person."""
    answer = house.client(who).get(address("search"), {"q": words})
    assert answer.status_code == 200
    return main_of(answer)


def test_a_number_leads_to_the_case_only_for_those_who_see_it(house: House) -> None:
    case = house.breach("Ziņojums.")
    place = address("case", pk=case.pk)
    for who in (people.CHAIR, people.OPENER):
        assert place in found(house, who, case.number), who
        assert place in found(house, who, case.number.lower()), who
    for who in (people.ACCUSED, people.NEWCOMER, people.OTHER_CHAIR, None):
        assert str(case.pk) not in found(house, who, case.number), who


def test_a_number_that_is_not_mine_is_answered_as_one_that_does_not_exist(house: House) -> None:
    case = house.breach("Ziņojums.")
    hidden, never = (found(house, people.ACCUSED, number) for number in (case.number, "EK-1999-9999"))
    assert hidden.replace(case.number, "X") == never.replace("EK-1999-9999", "X")


def test_paragraphs_are_found_by_strangers_without_their_diacritics(house: House) -> None:
    page = found(house, None, "etikas komisij")
    assert 'class="d-mark"' in page
    assert "Lietas, kuras" not in page


def test_the_box_stands_on_every_page_and_never_holds_what_was_asked_before(house: House) -> None:
    for who, place in ((people.CHAIR, "desk"), (people.OPENER, "mine"), (None, "services")):
        page = house.client(who).get(address(place)).content.decode()
        assert 'id="search-box"' in page
        assert f'action="{address("search")}"' in page


def test_a_printed_case_holds_what_its_reader_may_read_and_no_script(house: House) -> None:
    case = house.breach("Ļoti slepens stāsts.")
    page = house.client(people.CHAIR).get(address("print", pk=case.pk)).content.decode()
    assert "Ļoti slepens stāsts." in page
    assert "<script" not in page
    assert case.number in page
    assert house.client(people.ACCUSED).get(address("print", pk=case.pk)).status_code == 404
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "propose", proposal="Ierosinājums galvai.")
    head = house.client(people.HEAD).get(address("print", pk=case.pk)).content.decode()
    assert "Ļoti slepens stāsts." not in head
    assert "Ierosinājums galvai." in head


def test_printing_is_one_look_of_its_own(house: House) -> None:
    case = house.breach("Stāsts.")
    house.client(people.CHAIR).get(address("print", pk=case.pk))
    assert ReadEvent.objects.filter(case=case.pk, page="print", person=case.opener_id).count() == 1


def test_a_case_is_found_by_its_words_and_says_why(house: House) -> None:
    case = house.submit(people.OPENER, "advice", "Slepens jautājums.")
    for asked in ("ziņojumi", "zinojumam", "padomi"):
        page = found(house, people.CHAIR, asked)
        if address("case", pk=case.pk) in page:
            assert "atrasts:" in page
            break
    else:
        raise AssertionError("the case was not found by a word of its procedure or its reason")
    assert address("case", pk=case.pk) not in found(house, people.CHAIR, "slepens")
    assert address("case", pk=case.pk) not in found(house, people.OTHER_CHAIR, "ziņojumi")


def test_paragraphs_are_found_in_any_form_of_a_word(house: House) -> None:
    assert 'class="d-mark"' in found(house, None, "priekšlikumiem")
    assert "atrasts:" in found(house, None, "25")


def test_people_are_looked_up_by_officials_with_a_purpose_that_is_recorded(house: House) -> None:
    case = house.breach("Ziņojums.")
    asked = {"words": people.OPENER, "purpose": "Jāuzaicina uz sēdi par ziņojumu"}
    answer = house.client(people.CHAIR).post(address("people"), asked)
    page = main_of(answer)
    assert people.OPENER in page
    assert (case.number in page) is (address("case", pk=case.pk) in page)
    looked = ReadEvent.objects.get(page="people-search", person=house.person(people.OPENER).pk)
    assert looked.purpose == asked["purpose"]
    assert asked["purpose"] in main_of(house.client(people.OPENER).get(address("reads")))


def test_without_a_purpose_nobody_is_shown(house: House) -> None:
    answer = house.client(people.CHAIR).post(address("people"), {"words": people.OPENER, "purpose": "nu"})
    assert answer.status_code == 422
    assert f"{people.OPENER}</strong>" not in main_of(answer)
    assert not ReadEvent.objects.filter(page="people-search").exists()


def test_an_accused_official_learns_of_no_report_through_a_name(house: House) -> None:
    case = house.breach("Ziņojums.")
    asked = {"words": people.OPENER, "purpose": "Gribu zināt, kas ziņoja par mani"}
    page = main_of(house.client(people.ACCUSED).post(address("people"), asked))
    assert case.number not in page
