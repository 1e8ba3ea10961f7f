"""Finding cases by words: in any form, only what one sees, nothing sealed, and the index keeps up by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dienests.kernel.cases import searching
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import House, later
from dienests.kernel.cases.tests.house.playing import SECRET, act, visit
from dienests.kernel.search.entry import Entry

pytestmark = pytest.mark.django_db


def _found(house: House, who: str, asked: str) -> list[str]:
    return [hit.case.number for hit in searching.find(house.actor(who), asked).hits]


def test_a_word_is_found_in_any_of_its_forms_and_without_marks(house: House) -> None:
    case = visit(house, reason="Lūdzu izskatīt nodarbinātajam doto rīkojumu")
    assert searching.keep_up() == 1
    for asked in ("rīkojums", "rikojumu", "nodarbinātais", "nodarbinatajam rīkojumi", "rīko", "RĪKOJUMĀ"):
        assert _found(house, "anna", asked) == [case.number], asked
    assert _found(house, "anna", "rīkojums kaķis") == []
    assert _found(house, "anna", "") == []


def test_a_case_is_found_by_its_number_and_its_procedure(house: House) -> None:
    case = visit(house)
    searching.keep_up()
    assert _found(house, "anna", case.number) == [case.number]
    hit = searching.find(house.actor("anna"), f"visit {case.number.rpartition('-')[2]}").hits[0]
    assert [label for label, _text in hit.why] == ["number", "procedure", "kind"] or "number" in dict(hit.why)


def test_only_who_sees_a_case_finds_it(house: House, other_house: House) -> None:
    visit(house, reason="pagrabs")
    searching.keep_up()
    assert len(_found(house, "anna", "pagrabs")) == len(_found(house, "walter", "pagrabs")) == 1
    assert _found(house, "berta", "pagrabs") == []
    assert _found(other_house, "walter", "pagrabs") == []


def test_whom_a_case_accuses_does_not_find_it(house: House) -> None:
    visit(house, reason="pagrabs", accused=house.people["walter"].pk)
    searching.keep_up()
    assert _found(house, "walter", "pagrabs") == []


def test_nothing_with_a_category_stands_in_the_index(house: House) -> None:
    visit(house, note="piezīme par viesi")
    searching.keep_up()
    kept = " ".join(Entry.objects.values_list("words", flat=True))
    assert "rest" in kept
    for word in (*SECRET.split(), "piezime"):
        assert len(word) < 5 or word not in kept.split()
    assert _found(house, "walter", "spoon") == []


def test_the_index_keeps_up_with_acts_and_does_nothing_twice(house: House) -> None:
    case = visit(house)
    assert searching.keep_up() == 1
    assert searching.keep_up() == 0
    act(house, case, "admit", "walter")
    assert searching.keep_up() == 1
    assert Entry.objects.count() == 1
    assert Entry.objects.get().revision == Case.objects.get(pk=case.pk).revision


def test_events_of_an_earlier_time_are_met_by_a_rebuild(house: House) -> None:
    visit(house, after=100, reason="vēlāk")
    searching.keep_up()
    visit(house, after=1, reason="agrāk")
    assert searching.keep_up() == 0  # a clock that was set back
    assert searching.rebuild() == 2
    assert len(_found(house, "anna", "agrāk")) == 1


def test_of_many_hits_the_newest_are_shown_and_the_rest_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [visit(house, after=hour, reason="viena lieta").number for hour in range(6)]
    searching.keep_up()
    monkeypatch.setattr(searching, "MOST", 3)
    found = searching.find(house.actor("walter"), "lietas")
    assert [hit.case.number for hit in found.hits] == numbers[:2:-1]
    assert not found.whole
    monkeypatch.setattr(searching, "CHUNK", 2)  # few are seen, many match: those that are seen are asked
    assert {hit.case.number for hit in searching.find(house.actor("anna"), "lietas").hits} <= set(numbers)


def test_somebody_who_sees_few_of_many_hits_finds_them_all(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    own = visit(house, "berta", reason="viena lieta").number
    for hour in range(1, 6):
        visit(house, "anna", after=hour, reason="viena lieta")
    searching.keep_up()
    monkeypatch.setattr(searching, "CHUNK", 3)
    found = searching.find(house.actor("berta", later(6)), "lieta")
    assert ([hit.case.number for hit in found.hits], found.whole) == ([own], True)


def test_the_number_of_queries_does_not_grow_with_the_hits(house: House) -> None:
    actor = house.actor("walter")
    counts = []
    for hour in range(0, 8, 4):
        for more in range(4):
            visit(house, after=hour + more, reason="viena lieta")
        searching.keep_up()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            searching.find(actor, "lieta")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_signs_of_the_query_language_are_words_or_nothing(house: House) -> None:
    visit(house, reason="viena lieta")
    searching.keep_up()
    for asked in ('"', "lieta OR (", "lieta' & !x:*", "NEAR(", "*", "lieta\x00", "a" * 5000, "%", "lieta:*"):
        searching.find(house.actor("anna"), asked)
